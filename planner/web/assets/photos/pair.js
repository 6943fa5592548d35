// The slider over two pictures, before and after: dragged, tapped, or moved by the arrow keys. One listener serves them all.

{
  const root = document.documentElement;
  if (!root.dataset.pairs) {
    root.dataset.pairs = "watched";
    document.addEventListener("input", ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      const pair = target.closest(".pair");
      if (pair instanceof HTMLElement) pair.style.setProperty("--at", `${target.value}%`);
    });
  }
}
