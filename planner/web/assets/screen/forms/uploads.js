// Photos and files on their way to the server: how far they are, what was lost, what cannot be taken. Until all that was
// chosen has arrived, the main button of the form is held back and says why.

(function () {
  const room = document.getElementById("uploads");
  if (!room) return;

  const UPLOADER = "[data-testid=stFileUploader]";
  const MOST_TRIES = 3;
  const RETRY_MS = 2000;
  const THUMBNAIL = 96;
  const STAYS_MS = 6000;
  const words = /** @type {Record<string, string>} */ (room.dataset);
  const mostBytes = Number(words.megabytes) * 1024 * 1024;

  /** @typedef {{file: File, owner: string, state: Upload["state"], part: number, tries: number, begun: boolean, at: number, timer: number}} Chosen */
  /** @type {Map<string, Chosen>} */
  const chosen = new Map();
  /** @type {Map<string, string[]>} */
  const refused = new Map();
  /** @type {Map<string, string>} */
  const pictures = new Map();
  let drawing = 0;
  /** Whether the script itself chooses files just now. */
  let isGiving = false;

  /** @param {File} file */
  function nameOf(file) {
    return `${file.name} ${file.size}`;
  }

  /** What stays the same when the screen is drawn anew. @param {Element} uploader */
  function ownerOf(uploader) {
    const marks = [...uploader.closest("[data-testid=stElementContainer]")?.classList ?? []];
    const label = planner.wordsOf(uploader.querySelector("[data-testid=stWidgetLabel]"));
    return marks.find((mark) => mark.startsWith("st-key-")) ?? label;
  }

  function uploaders() {
    return [...document.querySelectorAll(UPLOADER)];
  }

  /** @param {string} accept @param {File} file */
  function isTaken(accept, file) {
    const kinds = accept.split(",").map((kind) => kind.trim().toLowerCase()).filter(Boolean);
    return !kinds.length || kinds.some((kind) => {
      if (kind.startsWith(".")) return file.name.toLowerCase().endsWith(kind);
      return kind.endsWith("/*") ? file.type.startsWith(kind.slice(0, -1)) : file.type === kind;
    });
  }

  /** Why a file cannot be taken; "" where it can. @param {HTMLInputElement} input @param {File} file */
  function refusal(input, file) {
    const said = file.size > mostBytes ? words.tooLarge : isTaken(input.accept, file) ? "" : words.wrongKind;
    return (said ?? "").replace("{name}", file.name);
  }

  /** Hands files to Streamlit as if they had just been chosen. @param {HTMLInputElement} input @param {File[]} files */
  function give(input, files) {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    input.files = transfer.files;
    isGiving = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    isGiving = false;
  }

  /** @param {Element} uploader @param {FileList | null | undefined} list */
  function sort(uploader, list) {
    const input = /** @type {HTMLInputElement} */ (uploader.querySelector("input[type=file]"));
    const files = [...list ?? []];
    const no = files.map((file) => refusal(input, file)).filter(Boolean);
    const owner = ownerOf(uploader);
    if (!isGiving) refused.set(owner, no);
    for (const file of files) {
      if (refusal(input, file)) continue;
      const tries = chosen.get(nameOf(file))?.tries ?? 0;
      chosen.set(nameOf(file), {
        file,
        owner,
        state: "running",
        part: 0,
        tries,
        begun: false,
        at: performance.now(),
        timer: 0,
      });
      setTimeout(drawSoon, RETRY_MS);
      drawPicture(file);
    }
    drawSoon();
    return { input, good: files.filter((file) => !refusal(input, file)), hasBad: no.length > 0 };
  }

  /** @param {Event} event */
  function take(event) {
    const input = event.target;
    const uploader = input instanceof HTMLInputElement && input.type === "file" ? input.closest(UPLOADER) : null;
    if (!uploader || !(input instanceof HTMLInputElement)) return;
    const { good, hasBad } = sort(uploader, input.files);
    if (!hasBad) return;
    event.stopImmediatePropagation();
    if (good.length) give(input, good);
  }

  /** @param {DragEvent} event */
  function takeDropped(event) {
    const uploader = event.target instanceof Element ? event.target.closest(UPLOADER) : null;
    if (!uploader || !event.dataTransfer?.files.length) return;
    const { input, good, hasBad } = sort(uploader, event.dataTransfer.files);
    if (!hasBad) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (good.length) give(input, good);
  }

  /** @param {File} file */
  async function drawPicture(file) {
    if (!file.type.startsWith("image/") || pictures.has(nameOf(file))) return;
    try {
      const image = await createImageBitmap(file, { resizeWidth: THUMBNAIL, resizeQuality: "medium" });
      const canvas = document.createElement("canvas");
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext("2d")?.drawImage(image, 0, 0);
      image.close();
      pictures.set(nameOf(file), canvas.toDataURL("image/jpeg", 0.8));
      drawSoon();
    } catch {
      // A picture that this browser cannot read keeps Streamlit's sign.
    }
  }

  /** @param {Event} event */
  function follow(event) {
    const { file, state, part } = /** @type {CustomEvent<Upload>} */ (event).detail;
    const known = [...chosen.values()].find((each) => each.file.name === file.name && each.file.size === file.size);
    if (!known || (known.state === "stopped" && state === "lost")) return;
    known.begun = true;
    known.state = state;
    known.part = part;
    if (state === "lost" && known.tries < MOST_TRIES) retrySoon(known);
    drawSoon();
  }

  /** @param {Element} uploader */
  function chipsOf(uploader) {
    return [...uploader.querySelectorAll("[data-testid=stFileChip]")];
  }

  /** @param {Element} chip */
  function fileOf(chip) {
    return chip.querySelector("[data-testid=stFileChipName]")?.getAttribute("title") ?? "";
  }

  /** @param {Element} uploader @param {string} name */
  function removeChip(uploader, name) {
    for (const chip of chipsOf(uploader)) {
      const button = /** @type {HTMLElement | null} */ (chip.querySelector("button"));
      if (fileOf(chip) === name && chip.hasAttribute("aria-invalid")) button?.click();
    }
  }

  /** Whoever takes a file off the list wants it no more. @param {Event} event */
  function noteRemoval(event) {
    const button = event.isTrusted && event.target instanceof Element ? event.target.closest("button") : null;
    const chip = button?.closest("[data-testid=stFileChip]");
    if (!chip) return;
    for (const [name, { file }] of chosen) if (file.name === fileOf(chip)) chosen.delete(name);
    drawSoon();
  }

  /** Streamlit could not even begin to send it. @param {Element} uploader */
  function noteRefusals(uploader) {
    for (const chip of chipsOf(uploader).filter((each) => each.hasAttribute("aria-invalid"))) {
      const file = [...chosen.values()].find((each) => each.file.name === fileOf(chip));
      if (file && file.state === "running" && !file.begun && performance.now() - file.at >= RETRY_MS) {
        file.state = "lost";
        retrySoon(file);
      }
    }
  }

  /** @param {Chosen} lost */
  function retrySoon(lost) {
    clearTimeout(lost.timer);
    lost.timer = setTimeout(() => retry(lost), RETRY_MS);
  }

  /** Sends a lost file again, once there is a connection. @param {Chosen} lost */
  async function retry(lost) {
    const uploader = uploaders().find((each) => ownerOf(each) === lost.owner);
    const isWanted = chosen.get(nameOf(lost.file)) === lost && lost.state === "lost";
    if (!uploader || !isWanted || !planner.screen.isConnected()) return;
    Object.assign(lost, { state: "running", begun: true, part: 0, tries: lost.tries + 1 });
    drawSoon();
    removeChip(uploader, lost.file.name);
    await planner.screen.settle(3000);
    const input = /** @type {HTMLInputElement | null} */ (uploader.querySelector("input[type=file]"));
    if (chosen.get(nameOf(lost.file)) !== lost) return;
    if (input?.isConnected) give(input, [lost.file]);
    else lost.state = "lost";
  }

  /** @param {Chosen} lost */
  function giveUp(lost) {
    const uploader = uploaders().find((each) => ownerOf(each) === lost.owner);
    if (uploader) removeChip(uploader, lost.file.name);
    chosen.delete(nameOf(lost.file));
    drawSoon();
  }

  /** Files of an uploader that are not there yet. @param {string} owner */
  function missing(owner) {
    return [...chosen.values()].filter((each) => each.owner === owner && ["running", "lost"].includes(each.state));
  }

  /** @param {Chosen[]} files */
  function percent(files) {
    const all = files.reduce((sum, { file }) => sum + file.size, 0);
    const sent = files.reduce((sum, { file, part }) => sum + file.size * part, 0);
    return `${all ? Math.floor((100 * sent) / all) : 0} %`;
  }

  /** What keeps a button from saving its form, and how far the files are; nothing where all is there.
   * @param {Element} button @returns {{why: string, share: string} | null} */
  function heldFor(button) {
    const dialog = button.closest("[role=dialog]");
    const owners = uploaders().filter((each) => each.closest("[role=dialog]") === dialog).map(ownerOf);
    const files = owners.flatMap(missing);
    const share = percent(files);
    if (files.some(({ state }) => state === "running")) {
      return { why: (words.wait ?? "").replace("{percent}", share), share };
    }
    const isRefused = owners.some((owner) => refused.get(owner)?.length);
    return files.length || isRefused ? { why: words.lostFirst ?? "", share: "" } : null;
  }

  /** @param {string} text @param {HTMLElement[]} buttons */
  function note(text, ...buttons) {
    return planner.notes.box("upload", "alert", text, buttons);
  }

  /** @param {string} owner */
  function notesOf(owner) {
    const said = (refused.get(owner) ?? []).map((text) =>
      note(
        text,
        planner.notes.button(words.understood ?? "", () => {
          refused.delete(owner);
          drawSoon();
        }),
      )
    );
    const lost = missing(owner).filter(({ state, tries }) => state === "lost" && tries >= MOST_TRIES);
    return [
      ...said,
      ...lost.map((each) => {
        const text = (words.lost ?? "").replace("{name}", each.file.name);
        // The file may have been sent again since this note was drawn.
        const now = () => chosen.get(nameOf(each.file)) ?? each;
        const again = planner.notes.button(words.again ?? "", () => retry(Object.assign(now(), { tries: 0 })));
        return note(text, again, planner.notes.button(words.without ?? "", () => giveUp(now())));
      }),
    ];
  }

  /** @param {Element} uploader */
  function drawUploader(uploader) {
    const notes = notesOf(ownerOf(uploader));
    const told = notes.map((box) => box.textContent).join("\n");
    let place = uploader.querySelector(":scope > .uploads");
    if (!place && !notes.length) return;
    if (!place) {
      place = document.createElement("div");
      place.className = "uploads";
      uploader.append(place);
    }
    if (place.getAttribute("data-told") === told) return;
    place.setAttribute("data-told", told);
    place.replaceChildren(...notes);
  }

  /** @param {Element} uploader */
  function drawPictures(uploader) {
    for (const chip of chipsOf(uploader)) {
      const file = [...chosen.values()].find((each) => each.file.name === fileOf(chip))?.file;
      const picture = file && pictures.get(nameOf(file));
      const sign = /** @type {HTMLElement | null} */ (chip.firstElementChild);
      if (picture && sign && !sign.dataset.picture) {
        sign.dataset.picture = "";
        sign.style.backgroundImage = `url(${picture})`;
      }
    }
  }

  function draw() {
    drawing = 0;
    const there = uploaders();
    const owners = new Set(there.map(ownerOf));
    for (const [name, { owner }] of chosen) if (!owners.has(owner)) chosen.delete(name);
    for (const owner of refused.keys()) if (!owners.has(owner)) refused.delete(owner);
    for (const uploader of there) {
      noteRefusals(uploader);
      drawUploader(uploader);
      drawPictures(uploader);
    }
    for (const main of document.querySelectorAll(planner.savers)) {
      const held = heldFor(main);
      main.toggleAttribute("data-held", Boolean(held));
      /** @type {HTMLElement} */ (main).style.setProperty("--word-held", JSON.stringify(held?.share ?? ""));
    }
  }

  function drawSoon() {
    if (!drawing) drawing = setTimeout(draw, 100);
  }

  /** @param {Event} event */
  function hold(event) {
    const main = event.target instanceof Element ? event.target.closest(planner.savers) : null;
    const held = main ? heldFor(main) : null;
    if (!main || !held) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.querySelector(".upload.held")?.remove();
    const told = note(held.why);
    told.classList.add("held");
    (main.closest("[data-testid=stLayoutWrapper]") ?? main.closest("[data-testid=stElementContainer]"))?.before(told);
    setTimeout(() => told.remove(), STAYS_MS);
  }

  document.addEventListener("change", take, true);
  document.addEventListener("drop", takeDropped, true);
  document.addEventListener("click", noteRemoval, true);
  document.addEventListener("click", hold, true);
  document.addEventListener("planner:upload", follow);
  document.addEventListener("planner:connection", async (event) => {
    if (/** @type {CustomEvent} */ (event).detail !== "open") return;
    await planner.screen.settle();
    for (const each of chosen.values()) {
      if (each.state === "running" && !each.begun) each.state = "lost";
      if (each.state === "lost") retry(each);
    }
  });
  new MutationObserver(drawSoon).observe(document, { subtree: true, childList: true });
})();
