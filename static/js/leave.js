// The quick way out: press Shift three times, or the button, and this page is gone from the screen and from "back".
const PRESSES = 3;
const WITHIN_MS = 3000;
const link = document.querySelector("[data-leave]");
let presses = [];

const leave = () => {
  document.body.hidden = true;
  document.title = "…";
  location.replace(link.href);
};

link.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keyup", ({ key, timeStamp }) => {
  presses = key === "Shift" ? [...presses, timeStamp].filter((at) => timeStamp - at < WITHIN_MS) : [];
  if (presses.length >= PRESSES) leave();
});
