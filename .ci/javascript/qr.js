export { decodeQR as default } from "qr/decode.js";
