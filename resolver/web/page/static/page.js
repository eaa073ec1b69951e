// Forms that answer while one types: the page is fetched anew with the form's values, and its answer put in place.
"use strict";

const page = {
  said: document.getElementById("said"),
  key: document.getElementById("key"),

  /** Tells those who can't see it what has changed. */
  say(text) {
    page.said.textContent = text;
  },

  /** fetch, with the key if one was typed in. */
  fetch(address, options = {}) {
    const key = page.key?.value.trim();
    const headers = { ...options.headers, ...(key ? { Authorization: `Bearer ${key}` } : {}) };
    return fetch(address, { ...options, headers });
  },
};

(() => {
  const PAUSE = 120; // milliseconds without a key pressed
  const KEY = "resolver-key";
  const answer = document.getElementById("answer");
  const form = document.querySelector("form[data-live]");
  let running = null;
  let timer = 0;
  let shown = "";

  async function read(address, options = {}) {
    const response = await page.fetch(address, { ...options, headers: { ...options.headers, Accept: "text/html" } });
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  async function show() {
    clearTimeout(timer);
    const values = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
    const posts = form.method === "post";
    const address = posts ? form.getAttribute("action") : values.size ? `?${values}` : "./";
    if (shown === `${address} ${values}`) return;
    shown = `${address} ${values}`;
    running?.abort();
    running = new AbortController();
    answer.setAttribute("aria-busy", "true");
    try {
      const options = posts ? { method: "POST", body: values } : {};
      const fresh = await read(address, { ...options, signal: running.signal });
      const part = fresh.getElementById("answer");
      if (!part) throw new Error("The service has a fault.");
      answer.replaceChildren(...part.childNodes);
      document.title = fresh.title;
      page.say(answer.querySelector("[data-said]")?.dataset.said ?? "");
      if (!posts) history.replaceState(null, "", address);
    } catch (error) {
      if (error.name === "AbortError") return;
      shown = "";
      page.say("The service can't be reached.");
      const note = document.createElement("p");
      note.className = "card problem";
      note.textContent = "The service can't be reached.";
      answer.replaceChildren(note);
    }
    answer.removeAttribute("aria-busy");
  }

  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(show, form.method === "post" ? 4 * PAUSE : PAUSE);
    };
    // What an input method has not finished yet is no name.
    form.addEventListener("input", (event) => event.isComposing || soon());
    form.addEventListener("compositionend", soon);
  }

  // What takes longer is fetched when somebody wants to see it.
  document.addEventListener("toggle", async (event) => {
    const details = event.target;
    const address = details.dataset?.more;
    if (!address || !details.open) return;
    delete details.dataset.more;
    const part = (await read(address)).querySelector("#answer [data-part]");
    if (part) details.querySelector("[data-part]").replaceChildren(...part.childNodes);
  }, true);

  if (page.key) {
    page.key.value = sessionStorage.getItem(KEY) ?? "";
    page.key.addEventListener("input", () => sessionStorage.setItem(KEY, page.key.value));
    page.key.form.addEventListener("submit", (event) => {
      event.preventDefault();
      shown = "";
      if (form) show();
    });
    if (form && page.key.value && answer.querySelector(".problem")) show();
  }
})();
