// What the browser itself does with pictures and files, for files.rs: a bridge to each of these would be many times
// heavier than they are.

const QUALITIES = [0.85, 0.75, 0.65, 0.55, 0.45];
const THUMBNAIL = 160;
const PAPER = "#fff";
const INK = "#1b2a4a";

// The file that was just chosen. The input is empty again, so that the same one can be chosen twice.
export function chosen(event) {
  const [file] = event.target.files;
  event.target.value = "";
  return file;
}

export async function bytesOf(file) {
  return new Uint8Array(await file.arrayBuffer());
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

// A photo as JPEG, its longer side at most `longest` pixels, at most `most` bytes, upright, and without anything that
// the camera wrote beside it; and its thumbnail. A camera's picture takes 50 MB of memory while it is open: there is
// never more than one.
export async function shrunk(photo, longest, most) {
  const bitmap = await createImageBitmap(photo);
  const canvas = drawn(bitmap, longest);
  bitmap.close();
  let bytes;
  for (let side = longest; !bytes; side = Math.ceil(side * 0.8)) bytes = await jpeg(canvas, side, most);
  return [bytes, thumbnail(canvas)];
}

async function jpeg(canvas, side, most) {
  const smaller = drawn(canvas, side);
  for (const quality of QUALITIES) {
    const blob = await blobOf(smaller, "image/jpeg", quality);
    if (blob.size <= most) return bytesOf(blob);
  }
}

// What was drawn on a pad as PNG, and its thumbnail.
export async function drawing(id) {
  const canvas = document.getElementById(id);
  return [await bytesOf(await blobOf(canvas, "image/png")), thumbnail(canvas)];
}

function drawn(picture, longest) {
  const { width, height } = picture;
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d");
  // Nothing shines through a JPEG.
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function blobOf(canvas, type, quality) {
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), type, quality),
  );
}

function thumbnail(canvas) {
  return drawn(canvas, THUMBNAIL).toDataURL("image/jpeg", 0.6);
}

// An empty pad on which a finger, pen or mouse draws; `begun` is called at each stroke.
export function pad(id, begun) {
  const canvas = document.getElementById(id);
  const sharp = Math.min(2, devicePixelRatio);
  canvas.width = canvas.clientWidth * sharp;
  canvas.height = canvas.clientHeight * sharp;
  const pen = canvas.getContext("2d");
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  Object.assign(pen, { strokeStyle: INK, lineWidth: 2.5 * sharp, lineCap: "round", lineJoin: "round" });
  const at = (event) => [event.offsetX * sharp, event.offsetY * sharp];
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
    // A touch alone is a dot.
    pen.lineTo(...at(event));
    pen.stroke();
    begun();
  };
  canvas.onpointermove = (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...at(event));
    pen.stroke();
  };
}

// An address under which the page can show or keep these bytes, until it is forgotten.
export const addressOf = (bytes, type) => URL.createObjectURL(new Blob([bytes], { type }));
export const forget = (address) => URL.revokeObjectURL(address);

// Whether every byte costs the person money, as far as the browser knows.
export function metered() {
  const link = navigator.connection;
  return Boolean(link && (link.saveData || link.type === "cellular"));
}

export function onLink(changed) {
  navigator.connection?.addEventListener?.("change", () => changed());
}
