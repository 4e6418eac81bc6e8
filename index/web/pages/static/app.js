// Makes pages better that are complete without: suggestions, years by dragging, orders and copies at once.
"use strict";
document.documentElement.classList.add("js");

for (const select of document.querySelectorAll("select[data-submit]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

// Browsers give the clipboard to pages of https, and of this machine.
for (const text of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small copy";
  button.textContent = text.dataset.copy;
  button.setAttribute("aria-describedby", text.id);
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = text.dataset.copied;
    setTimeout(() => { button.textContent = text.dataset.copy; }, 2000);
  });
  text.after(button);
}

// Suggestions: a combobox with a list (WAI-ARIA practices, "editable with list autocomplete").
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = input.id + "-suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  input.closest("form").append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"],
    ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);

  let at = -1, timer = 0, asked = null;
  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    at = place;
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", options()[at].id);
    options()[at].scrollIntoView({ block: "nearest" });
  };
  const go = (option) => { close(); location.assign(option.dataset.url); };
  const show = ([, texts, kinds, urls]) => {
    list.replaceChildren(...texts.map((text, n) => {
      const option = document.createElement("li"), kind = document.createElement("span");
      const said = document.createElement("span");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = urls[n];
      said.dir = "auto";
      said.textContent = text;
      kind.className = "kind";
      kind.textContent = kinds[n];
      option.append(said, kind);
      return option;
    }));
    list.hidden = !texts.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
  };
  const ask = async () => {
    const text = input.value;
    asked?.abort();
    if (text.trim().length < 2) { close(); return; }
    asked = new AbortController();
    try {
      const url = `${input.dataset.suggest}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(url, { signal: asked.signal });
      if (answer.ok && document.activeElement === input) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("blur", () => { asked?.abort(); clearTimeout(timer); close(); });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    if (list.hidden || !count) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(at < 0 && step < 0 ? count - 1 : (at + step + count + 1) % (count + 1) === count ? -1 : at + step);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      go(options()[at]);
    }
  });
}

// Years: drag over the bars; the form below does the same by typing.
for (const chart of document.querySelectorAll("[data-histogram]")) {
  const bars = [...chart.querySelectorAll("a")], form = chart.parentElement.querySelector("form");
  let from = null, brush = null, moved = false;
  chart.title = chart.dataset.drag;
  const bar = (x) => {
    const box = chart.getBoundingClientRect();
    const place = Math.floor(((x - box.left) / box.width) * bars.length);
    return Math.min(bars.length - 1, Math.max(0, place));
  };
  const draw = (to) => {
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    const width = chart.getBoundingClientRect().width / bars.length;
    brush.style.insetInlineStart = "auto";
    brush.style.left = `${low * width}px`;
    brush.style.width = `${(high - low + 1) * width}px`;
    form.elements.from.value = bars[low].dataset.first;
    form.elements.to.value = bars[high].dataset.last;
  };
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    from = bar(event.clientX);
    moved = false;
  });
  chart.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const to = bar(event.clientX);
    if (!moved && to === from) return;
    if (!moved) {
      moved = true;
      chart.setPointerCapture(event.pointerId);
      brush = document.createElement("div");
      brush.className = "brush";
      chart.append(brush);
    }
    draw(to);
  });
  const end = (event) => {
    if (from !== null && moved && event.type === "pointerup") form.requestSubmit();
    if (event.type === "pointercancel") brush?.remove();
    from = null;
  };
  chart.addEventListener("pointerup", end);
  chart.addEventListener("pointercancel", end);
  // The click behind a drag is none.
  chart.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } }, true);
}
