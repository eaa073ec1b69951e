"""The engine inside other engines: Arrow, pandas, polars, DuckDB, Spark. Needs the extra `tables` (Spark: `spark`)."""
