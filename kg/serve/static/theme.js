"use strict";
// before the page is drawn, so that it does not flash in the other theme
{
  let chosen = null;
  try { chosen = localStorage.getItem("kg-theme"); } catch { /* no storage in this window */ }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = chosen ?? (dark ? "dark" : "light");
}
