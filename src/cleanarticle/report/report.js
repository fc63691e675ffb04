"use strict";

// Filters: show the blocks of the kinds that are checked.
const blocks = [...document.querySelectorAll(".block")];
const boxes = [...document.querySelectorAll("input[name=kind]")];
const shown = document.getElementById("shown");

function filter() {
  const kinds = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  let count = 0;
  for (const block of blocks) {
    block.hidden = !kinds.has(block.dataset.kind);
    count += block.hidden ? 0 : 1;
  }
  shown.textContent = `${count} of ${blocks.length} blocks shown`;
}

for (const box of boxes) box.addEventListener("change", filter);
for (const button of document.querySelectorAll("[data-check]")) {
  button.addEventListener("click", () => {
    for (const box of boxes) box.checked = button.dataset.check === "all";
    filter();
  });
}
if (shown) filter(); // browsers restore the boxes of a page that is loaded again

// Corrections: a button to copy each text, and the choice of a kind for a cue.
function addCopyButton(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(text);
      button.textContent = "Selected: press Ctrl+C";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  text.after(button);
}

function addKindChoice(cue) {
  const choice = document.getElementById("kind-choice").content.cloneNode(true);
  const select = choice.querySelector("select");
  select.addEventListener("change", () => {
    cue.textContent = cue.textContent.replace(/^\["[a-z_]+"\]/, `["${select.value}"]`);
  });
  cue.before(choice);
}

function prepare(details) {
  if (details.dataset.ready) return;
  details.dataset.ready = "yes";
  details.querySelectorAll("pre").forEach(addCopyButton);
  details.querySelectorAll("pre.cue").forEach(addKindChoice);
}

document.addEventListener("toggle", (event) => {
  if (event.target.matches(".block > details[open]")) prepare(event.target);
}, true); // this event does not bubble

document.addEventListener("keydown", (event) => {
  const details = event.key === "Escape" && event.target.closest("details[open]");
  if (!details) return;
  details.open = false;
  details.querySelector("summary").focus();
});
