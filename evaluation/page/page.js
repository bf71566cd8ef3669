"use strict";
for (const table of document.querySelectorAll("table")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => head.firstChild.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") !== "descending";
    heads.forEach(h => h.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = [...body.rows].map(row => [row.cells[column].dataset.v, row.cells[column].textContent, row]);
    rows.sort(([a, s], [b, t]) => {
      if (a !== undefined && b !== undefined) return down ? b - a : a - b;
      if (a !== undefined || b !== undefined) return a !== undefined ? -1 : 1;
      return down ? s.localeCompare(t) : t.localeCompare(s);
    });
    rows.forEach(([, , row]) => body.append(row));
  }));
}
const boxes = document.getElementById("boxes");
if (boxes) boxes.addEventListener("change", () => document.body.classList.toggle("hide-boxes", !boxes.checked));
const show = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || target.tagName !== "DETAILS") return;
  for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", show);
show();
