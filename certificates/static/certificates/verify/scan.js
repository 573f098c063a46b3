/* Finds a QR code in pictures of a camera or a file: by the browser itself, else by the package qr. */

const LARGEST = 1600; // pixels of a side that the package is given

async function byBrowser() {
  if (!("BarcodeDetector" in window)) return undefined;
  if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return undefined;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (image) => (await detector.detect(image))[0]?.rawValue ?? "";
}

async function byPackage(address) {
  const { default: decode } = await import(address);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (image, options) => {
    const [width, height] = [image.videoWidth || image.width, image.videoHeight || image.height];
    const scale = Math.min(1, LARGEST / Math.max(width, height));
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    try {
      return decode(context.getImageData(0, 0, canvas.width, canvas.height), options);
    } catch {
      return ""; // no code in this picture
    }
  };
}

let reader;
const read = async (address, image, options) => {
  reader ??= (await byBrowser().catch(() => undefined)) ?? (await byPackage(address));
  return reader(image, options);
};

export const ofPicture = async (address, file) =>
  read(address, await createImageBitmap(file), { effort: Infinity, timeLimit: 3000 });

export function stop(video) {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
}

/* The text of the first code that the camera sees; "" where it was stopped before. */
export async function ofCamera(address, video) {
  const wanted = { facingMode: "environment", width: { ideal: 1280 } };
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: wanted });
  await video.play();
  try {
    while (video.srcObject) {
      const text = await read(address, video);
      if (text) return text;
      await new Promise((done) => setTimeout(done, 120));
    }
    return "";
  } finally {
    stop(video);
  }
}
