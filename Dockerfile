# The first stage, which has a C compiler, builds the wheel, with the index of the aliases that come with it, and installs
# it, with exactly the locked versions, into an environment without pip. The second stage holds that environment and
# nothing that builds.

FROM python:3.13-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ONLY_BINARY=:all:
WORKDIR /src
COPY requirements/ requirements/
RUN python -m venv /build \
    && /build/bin/pip install --require-hashes -r requirements/build.txt \
    && python -m venv --without-pip /app \
    && /build/bin/pip --python /app/bin/python install --require-hashes -r requirements/runtime.txt
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY aliases/ aliases/
COPY resolver/ resolver/
RUN PYTHONPATH=$(echo /app/lib/python3*/site-packages) /build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
    && /build/bin/pip --python /app/bin/python install --no-deps /dist/*.whl

FROM python:3.13-slim-bookworm
# One thread per process: the server's threads and workers are what uses the cores.
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1
COPY --from=build /app /app
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=15s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/health/live', timeout=4).read()"]
CMD ["resolver", "serve", "--host", "0.0.0.0", "--port", "8080"]
