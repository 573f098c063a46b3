// A form marked `data-send-on` is sent as soon as it is there; without this script its button does so.
document.querySelector("form[data-send-on]")?.requestSubmit();
