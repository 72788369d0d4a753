// Leave quickly: another site takes this page's place, so that "back" does not lead here. Escape three times does the same.
// A plain script, so that it works before the rest of the page does. Without it, the link is a link.
(function () {
  const MOST_MS = 2000; // from the first Escape to the third
  let pressed = [];

  function leave(address) {
    document.documentElement.hidden = true; // at once, however long the other page takes
    window.location.replace(address);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#leave");
    if (!link) return;
    event.preventDefault();
    leave(link.href);
  });

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") {
        pressed = [];
        return;
      }
      if (event.repeat) return;
      pressed = [...pressed.filter((moment) => event.timeStamp - moment < MOST_MS), event.timeStamp];
      const link = document.getElementById("leave");
      if (pressed.length >= 3 && link) leave(link.href);
    },
    true, // before whatever else Escape closes on the page
  );
})();
