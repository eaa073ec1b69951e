// A table: choose a column, follow the job, look at the rows, decide on doubtful ones, download.
"use strict";

(() => {
  const element = (id) => document.getElementById(id);
  const SAMPLE_BYTES = 65536;
  const SHOWN_BYTES = 30 << 20; // a larger result is downloaded only
  const STEP = 100; // rows shown at a time
  const POLL = 300; // milliseconds
  const SURE = 0.9; // a match below is worth a second look
  const THINKABLE = 0.01; // what is less probable is not offered
  const WORDS = { match: "match", ambiguous: "ambiguous", none: "no match" };
  const SIGNS = { match: "✓", ambiguous: "?", none: "✕" };

  let table = null; // { blob, name, delimiter }
  let result = null; // { header, rows, delimiter, blob, name }
  let filter = "";
  let limit = STEP;
  let job = "";
  let sending = null;

  // Text to rows and back; TSV knows no quotes.

  function parse(text, delimiter) {
    text = text.replace(/^\uFEFF/, "");
    if (delimiter === "\t") {
      return text.split(/\r\n|\n|\r/).filter((line) => line).map((line) => line.split("\t"));
    }
    const rows = [];
    let row = [], cell = "", quoted = false;
    for (let i = 0; i < text.length; i++) {
      const char = text[i];
      if (quoted) {
        if (char !== '"') cell += char;
        else if (text[i + 1] === '"') cell += text[++i];
        else quoted = false;
      } else if (char === '"' && cell === "") quoted = true;
      else if (char === delimiter) row.push(cell), cell = "";
      else if (char === "\n" || char === "\r") {
        if (char === "\r" && text[i + 1] === "\n") i++;
        if (cell || row.length) rows.push([...row, cell]);
        row = [], cell = "";
      } else cell += char;
    }
    if (cell || row.length) rows.push([...row, cell]);
    return rows;
  }

  function write(rows, delimiter) {
    const cell = (text) => (delimiter === "," && /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return rows.map((row) => row.map(cell).join(delimiter) + "\n").join("");
  }

  function delimiterOf(text, name) {
    if (/\.(tsv|tab)$/i.test(name)) return "\t";
    const line = text.split(/\r|\n/, 1)[0];
    const count = (char) => line.split(char).length;
    return [",", ";", "\t"].reduce((best, char) => (count(char) > count(best) ? char : best));
  }

  // Choosing

  async function take(blob, name) {
    const start = await blob.slice(0, SAMPLE_BYTES).text();
    if (!start.trim()) return;
    const delimiter = delimiterOf(start, name);
    const [header, ...rows] = parse(start, delimiter);
    table = { blob, name, delimiter };
    element("column").replaceChildren(...header.map((title) => new Option(title, title)));
    const likely = header.findIndex((title) => /name|имя|фио|назв|nom|اسم|名/i.test(title));
    element("column").selectedIndex = Math.max(likely, 0);
    const sample = () => {
      const values = rows.map((row) => row[element("column").selectedIndex]).filter((value) => value).slice(0, 3);
      element("sample").replaceChildren("It begins with ", ...values.flatMap((value, i) => [i ? ", " : "", bdi(value)]));
    };
    element("column").onchange = sample;
    sample();
    element("choice").hidden = element("sample").hidden = false;
    page.say(`${name}: ${header.length} columns. Choose the one with the names.`);
  }

  element("file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) take(file, file.name);
  });
  element("pasted").addEventListener("input", (event) => take(new Blob([event.target.value]), "pasted.csv"));
  const drop = element("drop");
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) take(event.dataTransfer.files[0], event.dataTransfer.files[0].name);
    });
  }

  // Working

  async function ask(address, options) {
    const response = await page.fetch(address, options);
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    if (response.status === 401 || response.status === 403) page.key?.focus();
    throw new Error([problem.detail ?? `The service answers ${response.status}.`, problem.mend].filter(Boolean).join(" "));
  }

  function fail(error) {
    element("progress").hidden = true;
    element("failure").hidden = false;
    element("failure").textContent = error.message;
    page.say(error.message);
  }

  element("upload").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!table) return;
    element("failure").hidden = element("result").hidden = true;
    element("progress").hidden = false;
    job = "new";
    sending = new AbortController();
    follow({ status: "queued", bytes: 1, bytes_done: 0 });
    element("progress").scrollIntoView({ block: "nearest" });
    page.say("Under way.");
    try {
      // The service takes commas; a table with semicolons is written anew.
      const body = table.delimiter === ";" ? write(parse(await table.blob.text(), ";"), ",") : table.blob;
      const kind = table.delimiter === "\t" ? "text/tab-separated-values" : "text/csv";
      const asked = new URLSearchParams({ column: element("column").value, candidates: "3" });
      if (element("type").value) asked.set("type", element("type").value);
      const started = await ask(`v1/jobs?${asked}`, { method: "POST", body, headers: { "Content-Type": kind }, signal: sending.signal });
      let state = await started.json();
      job = state.id;
      while (job === state.id && (state.status === "queued" || state.status === "running")) {
        follow(state);
        await new Promise((resolve) => setTimeout(resolve, POLL));
        state = await (await ask(`v1/jobs/${state.id}`)).json();
      }
      if (job !== state.id) return;
      element("progress").hidden = true;
      if (state.status === "failed") throw new Error(`The table can't be resolved: ${state.error}.`);
      await show(state, await (await ask(`v1/jobs/${state.id}/result`)).blob());
    } catch (error) {
      if (job && error.name !== "AbortError") fail(error);
    }
  });

  element("cancel").addEventListener("click", async () => {
    const unwanted = job;
    job = "";  // who follows it finds it gone, and says nothing
    element("progress").hidden = true;
    if (unwanted === "new") {
      sending.abort();
      page.say("Cancelled.");
      return;
    }
    await ask(`v1/jobs/${unwanted}`, { method: "DELETE" }).then(() => page.say("Cancelled."), fail);
  });

  function follow(state) {
    element("bar").value = state.bytes ? state.bytes_done / state.bytes : 0;
    element("progress-text").textContent = state.status === "queued" ? "Waiting for its turn." :
      `${Math.round(element("bar").value * 100)} % of ${Math.ceil(state.bytes / 1024).toLocaleString("en")} KB`;
  }

  // Showing

  async function show(state, blob) {
    const delimiter = table.delimiter === "\t" ? "\t" : ",";
    const base = table.name.replace(/\.\w+$/, "");
    result = { blob, delimiter, name: `${base}.resolved.${delimiter === "," ? "csv" : "tsv"}`, rows: null };
    const counts = state.counts;
    if (blob.size <= SHOWN_BYTES) {
      const [header, ...cells] = parse(await blob.text(), delimiter);
      const at = Object.fromEntries(header.map((title, i) => [title, i]));
      const asked = at[element("column").value];
      result.header = header;
      result.rows = cells.map((row, i) => ({ cells: row, no: i + 1, name: row[asked], at, made: null }));
    }
    filter = "";
    limit = STEP;
    const total = Object.keys(WORDS).reduce((sum, status) => sum + (counts[status] ?? 0), 0);
    element("filters").replaceChildren(element("filters").querySelector("legend"),
      ...[["", "all", total], ...Object.entries(WORDS).map(([status, words]) => [status, words, counts[status] ?? 0])].map(choice));
    element("filters").hidden = !result.rows;
    element("rejected").hidden = !state.rejected.length;
    element("rejected").textContent = `Left out: ${state.rejected.slice(0, 3).join("; ")}`;
    element("result").hidden = false;
    draw();
    element("result").scrollIntoView({ block: "nearest" });
    page.say(`Done: ${counts.match ?? 0} matches, ${counts.ambiguous ?? 0} ambiguous, ${counts.none ?? 0} without a match.`);
  }

  function choice([status, words, count]) {
    const input = make("input", { type: "radio", name: "filter", value: status, checked: status === filter });
    input.addEventListener("change", () => {
      filter = status;
      limit = STEP;
      draw();
    });
    return make("label", {}, input, `${words} ${count.toLocaleString("en")}`);
  }

  function draw() {
    const wanted = (result.rows ?? []).filter((row) => !filter || row.cells[row.at.status] === filter);
    element("rows").replaceChildren(...wanted.slice(0, limit).map(drawn));
    element("more").hidden = wanted.length <= limit;
  }

  element("more").addEventListener("click", () => {
    limit += STEP;
    draw();
  });

  function drawn(row) {
    const cell = (title) => row.cells[row.at[title]] ?? "";
    const status = cell("status");
    const badge = make("span", { className: `badge ${status}` }, make("span", { ariaHidden: "true" }, SIGNS[status] ?? ""),
      ` ${WORDS[status] ?? status}`);
    const link = make("a", { href: `?${new URLSearchParams({ name: row.name })}` }, bdi(row.name));
    const line = make("tr", {}, make("td", { className: "number" }, row.no), make("td", {}, link), make("td", {}, badge),
      make("td", {}, bdi(cell("entity_name"))), make("td", { className: "number" }, percent(cell("score"))), make("td", {}, ...acts(row, status)));
    row.line = line;
    return line;
  }

  // Deciding

  function acts(row, status) {
    if (row.made) {
      const { kind, candidate, no } = row.made;
      const undo = act("Undo", `Undo the decision on ${row.name}`, async () => {
        await post(`v1/decisions/${no}/undo`, {});
        settle(row, null);
        page.say("Undone.");
      });
      return [make("div", { className: "acts" }, kind === "alias" ? "accepted: " : "rejected: ", bdi(candidate.name), undo)];
    }
    const doubtful = status !== "match" || row.cells[row.at.score] < SURE;
    const listed = doubtful ? JSON.parse(row.cells[row.at.candidates] || "[]").filter((one) => one.score >= THINKABLE) : [];
    if (!("decides" in element("rows").dataset)) {
      return listed.flatMap((one, i) => [i ? "; " : "", bdi(one.name), ` ${percent(one.score)}`]);
    }
    if (!listed.length) return [];
    const options = listed.map((one) => new Option(`${one.name}, ${percent(one.score)}`, one.id));
    const select = make("select", { ariaLabel: `Candidates for ${row.name}` }, ...options);
    const decide = (kind) => async () => {
      const candidate = listed[select.selectedIndex];
      const decision = await post("v1/decisions", { kind, entity: candidate.id, other: row.name, why: "decided on the page" });
      settle(row, { kind, candidate, no: decision.no });
      page.say(`${kind === "alias" ? "Accepted" : "Rejected"}: ${row.name}, ${candidate.name}.`);
    };
    return [make("div", { className: "acts" }, select, act("Accept", `Accept for ${row.name}`, decide("alias")),
      act("Reject", `Reject for ${row.name}`, decide("not_alias")))];
  }

  function act(words, label, work) {
    const button = make("button", { type: "button", className: "plain", ariaLabel: label }, words);
    button.addEventListener("click", async () => {
      button.disabled = true;
      element("failure").hidden = true;
      await work().catch(fail);
      button.disabled = false;
    });
    return button;
  }

  async function post(address, value) {
    const headers = { "Content-Type": "application/json" };
    return (await ask(address, { method: "POST", headers, body: JSON.stringify(value) })).json();
  }

  /** The decision holds for every row with this name; what was accepted is in the download too. */
  function settle(row, made) {
    for (const one of result.rows.filter((other) => other.name === row.name)) {
      one.before ??= one.cells;
      one.made = made;
      one.cells = [...one.before];
      if (made?.kind === "alias") {
        Object.entries({ entity_id: made.candidate.id, entity_name: made.candidate.name, status: "match" })
          .forEach(([title, value]) => { one.cells[one.at[title]] = value; });
      }
      if (one.line?.isConnected) one.line.replaceWith(drawn(one));
    }
    row.line.querySelector(".acts button")?.focus();
  }

  element("download").addEventListener("click", () => {
    const decided = result.rows?.some((row) => row.made);
    const blob = decided ? new Blob([write([result.header, ...result.rows.map((row) => row.cells)], result.delimiter)]) : result.blob;
    const link = make("a", { href: URL.createObjectURL(blob), download: result.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  /** As words.py has it. */
  function percent(score) {
    if (score > 0.999) return "> 99.9 %";
    return score < 0.001 ? "< 0.1 %" : `${(100 * score).toFixed(1).replace(/\.0$/, "")} %`;
  }

  function make(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function bdi(text) {
    return make("bdi", {}, text);
  }
})();
