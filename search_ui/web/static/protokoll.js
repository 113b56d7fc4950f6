// Three conveniences over pages that do without them: suggestions while typing, a button that copies the citation, and
// the sizes and pages of a picture by key while it has the focus.
"use strict";

// A list of suggestions under the field, as the combobox of the ARIA Authoring Practices: arrows choose, Enter takes,
// Escape closes, and what is typed is never changed until something is chosen.
function suggestIn(field) {
  const list = document.createElement("ul");
  const told = document.createElement("p");
  list.id = field.id + "-forslag";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Förslag");
  told.className = "unseen";
  told.setAttribute("role", "status");
  field.parentNode.append(list, told);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    field.setAttribute(name, value);
  }

  let chosen = -1;
  let typed = "";
  let timer = 0;
  let asked = 0;

  function show(suggestions) {
    chosen = -1;
    list.replaceChildren(...suggestions.map((suggestion, number) => {
      const option = document.createElement("li");
      option.id = list.id + number;
      option.dataset.text = suggestion.text;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const count = document.createElement("span");
      count.className = "count";
      count.textContent = suggestion.count + (suggestion.count === 1 ? " ärende" : " ärenden");
      option.append(suggestion.text + " ", count);
      return option;
    }));
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
    told.textContent = list.hidden ? "" : suggestions.length + (suggestions.length === 1 ? " förslag" : " förslag, välj med pilarna");
  }

  function close() {
    asked += 1;
    clearTimeout(timer);
    show([]);
  }

  function choose(number) {
    const options = [...list.children];
    chosen = (number + options.length + 1) % (options.length + 1);
    if (chosen === options.length) chosen = -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    field.value = chosen < 0 ? typed : options[chosen].dataset.text;
    if (chosen < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", options[chosen].id);
  }

  async function ask() {
    const mine = ++asked;
    try {
      const answer = await fetch(field.dataset.suggest + "?q=" + encodeURIComponent(typed));
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (mine === asked) show(found.filter((suggestion) => suggestion.text !== typed));
    } catch {
      if (mine === asked) show([]);
    }
  }

  field.addEventListener("input", () => {
    typed = field.value;
    clearTimeout(timer);
    if (typed.trim().length < 2 || typed.endsWith(" ")) close();
    else timer = setTimeout(ask, 120);
  });

  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? list.children.length - 1 : chosen - 1);
    else if (event.key === "Escape") {
      field.value = typed;
      close();
    } else return;
    event.preventDefault();
  });

  field.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (!option) return;
    field.value = option.dataset.text;
    close();
    field.form.requestSubmit();
  });
}

function offerCopying(row) {
  const button = document.createElement("button");
  const source = document.getElementById(row.dataset.copy).lastElementChild;
  const told = document.createElement("span");
  button.type = "button";
  button.className = "quiet";
  button.textContent = row.dataset.label;
  told.className = "copied";
  told.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      told.textContent = "Kopierad";
    } catch {
      getSelection().selectAllChildren(source);
      told.textContent = "Markerad: kopiera med Ctrl+C";
    }
  });
  row.append(button, told);
}

// + and - choose the next size, N and P the next page and the one before.
function steerByKeys(sheet) {
  const sizes = [...document.querySelectorAll(".zooming a")];
  const now = sizes.findIndex((size) => size.hasAttribute("aria-current"));
  const pages = (rel) => document.querySelector(`.sheet-tools [rel=${rel}]`);
  sheet.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const link = { "+": sizes[now + 1], "-": sizes[now - 1], n: pages("next"), p: pages("prev") }[event.key];
    if (link) link.click();
  });
}

document.querySelectorAll("[data-suggest]").forEach(suggestIn);
document.querySelectorAll("[data-copy]").forEach(offerCopying);
document.querySelectorAll(".sheet").forEach(steerByKeys);
