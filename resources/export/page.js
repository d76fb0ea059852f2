"use strict";
const box = document.querySelector("input"), told = document.querySelector("output");
const parts = [...document.querySelectorAll("section")].map(section => ({ section, rows: [...section.children] }));
const rows = parts.flatMap(part => part.rows);
let texts = null, waiting = 0;
// A row is shown if it has all the words.
function filter() {
  texts ??= new Map(rows.map(row => [row, row.textContent.toLowerCase()]));
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { section, rows } of parts) {
    let here = 0;
    for (const row of rows) {
      row.hidden = !words.every(word => texts.get(row).includes(word));
      here += row.hidden ? 0 : 1;
    }
    section.hidden = !here;
    section.style.containIntrinsicSize = `auto ${30 * here}px`;
    shown += here;
  }
  told.textContent = words.length ? `${shown} of ${rows.length}` : "";
}
function fold(open) { for (const row of rows) if (!row.hidden) row.open = open; }
// A link to a message opens it.
function jump() {
  const row = document.getElementById(location.hash.slice(1));
  if (row?.tagName !== "DETAILS") return;
  row.hidden = row.parentNode.hidden = false;
  row.open = true;
  row.scrollIntoView({ block: "center" });
}
box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 150); });
document.querySelector("#open").addEventListener("click", () => fold(true));
document.querySelector("#close").addEventListener("click", () => fold(false));
addEventListener("hashchange", jump);
addEventListener("load", jump);
if (box.value) filter();
