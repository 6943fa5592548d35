// The finder: the camera's picture with the one of before over it, and a button that takes a photo.

const LONGEST_SIDE = 2048;
const FRESH_MS = 60_000;

/**
 * The same picture, no side longer than LONGEST_SIDE, as a JPEG.
 * @param {CanvasImageSource} source
 * @param {number} width
 * @param {number} height
 * @returns {Promise<Blob>}
 */
function shrunk(source, width, height) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => blob ? resolve(blob) : reject(new Error("no picture")), "image/jpeg", 0.85)
  );
}

/**
 * A chosen file as it goes over the line: shrunk where this browser can read it, else as it is.
 * @param {File} file
 * @returns {Promise<Blob>}
 */
async function ofFile(file) {
  try {
    const picture = await createImageBitmap(file);
    return await shrunk(picture, picture.width, picture.height);
  } catch {
    return file;
  }
}

/**
 * @param {string} text
 * @param {boolean} capture
 * @param {(blob: Blob, source: "camera" | "gallery") => void} taken
 */
function chooser(text, capture, taken) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  label.className = "choose";
  input.type = "file";
  input.accept = "image/*";
  if (capture) input.setAttribute("capture", "environment");
  input.multiple = !capture;
  input.addEventListener("change", async () => {
    for (const file of Array.from(input.files ?? [])) {
      // Where there is no camera, the browser offers files instead: only a picture of this minute was taken here.
      const fresh = capture && Math.abs(Date.now() - file.lastModified) < FRESH_MS;
      taken(await ofFile(file), fresh ? "camera" : "gallery");
    }
    input.value = "";
  });
  label.append(text, input);
  return label;
}

/**
 * Draws the finder into `room`.
 * @param {HTMLElement} room
 * @param {Record<string, string>} words
 * @param {string} before address of the picture of before, or ""
 * @param {(blob: Blob, source: "camera" | "gallery") => void} taken
 */
export async function openCamera(room, words, before, taken) {
  const finder = document.createElement("div");
  finder.className = "finder";
  const buttons = document.createElement("div");
  buttons.className = "taking";
  const ghost = before ? ghostOf(before, words) : null;
  room.append(finder);
  const video = await cameraOf();
  if (video) {
    const shoot = document.createElement("button");
    shoot.type = "button";
    shoot.id = "shoot";
    shoot.textContent = words.shoot;
    shoot.addEventListener("click", async () => {
      taken(await shrunk(video, video.videoWidth, video.videoHeight), "camera");
    });
    finder.append(video);
    buttons.append(shoot);
  } else {
    buttons.append(chooser(words.shoot, true, taken));
  }
  if (ghost) {
    finder.append(ghost.picture);
    if (video) room.append(ghost.label);
    else ghost.picture.style.opacity = "1";
  } else if (!video) {
    finder.hidden = true;
  }
  buttons.append(chooser(words.gallery, false, taken));
  room.append(buttons);
}

/**
 * @param {string} before
 * @param {Record<string, string>} words
 */
function ghostOf(before, words) {
  const picture = document.createElement("img");
  picture.src = before;
  picture.alt = words.before;
  picture.className = "ghost";
  const label = document.createElement("label");
  const range = document.createElement("input");
  range.type = "range";
  range.min = "0";
  range.max = "100";
  range.value = "35";
  const show = () => picture.style.opacity = String(Number(range.value) / 100);
  range.addEventListener("input", show);
  show();
  label.append(words.ghost, range);
  return { picture, label };
}

/** The camera's moving picture; null where there is none or it is refused. */
async function cameraOf() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 2048 } },
    });
    const video = document.createElement("video");
    video.playsInline = true;
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    return video;
  } catch {
    return null; // no camera, no permission, or no HTTPS
  }
}
