// Shows "Near me" where the device can tell where it is, and looks there: to about a kilometre, which is near enough.
const button = document.querySelector("button[data-here]");
const status = document.querySelector("[data-here-status]");
const input = document.getElementById(button.dataset.here);
const WAIT_MS = 15_000;

const look = ({ coords }) => {
  input.value = `${coords.latitude.toFixed(2)}, ${coords.longitude.toFixed(2)}`;
  input.form.requestSubmit();
};

const say = () => {
  button.hidden = true;
  status.textContent = button.dataset.lost;
  input.focus();
};

if ("geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    status.textContent = "";
    navigator.geolocation.getCurrentPosition(look, say, { timeout: WAIT_MS, maximumAge: 600_000 });
  });
}
