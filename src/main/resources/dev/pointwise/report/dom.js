// Elements. Text goes in as text nodes alone, so that names may hold any character.

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

function make(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function draw(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function section(id, title, ...content) {
  const made = make("section", { id, "aria-labelledby": `${id}-title` }, make("h2", { id: `${id}-title` }, title), ...content);
  document.querySelector("main").append(made);
  document.querySelector("nav").append(make("a", { href: `#${id}` }, title));
  return made;
}

function choice(label, options, chosen) {
  const select = make("select", { onchange: () => chosen(select.selectedIndex) }, options.map((text) => make("option", {}, text)));
  return make("label", { class: "choice" }, `${label} `, select);
}

// A text to be copied, with a button that does.
function copyable(text) {
  const code = make("code", {}, text);
  const button = make("button", { type: "button", class: "copy", onclick: copy }, "Copy");
  async function copy() {
    getSelection().selectAllChildren(code);
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = document.execCommand("copy") ? "Copied" : "Selected";
    }
  }
  return make("div", { class: "copyable" }, code, button);
}

function definitions(pairs) {
  return make("dl", {}, pairs.filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([term, value]) => make("div", {}, make("dt", {}, term), make("dd", {}, value))));
}
