// Comfort only: every page works without this file. Written for old browsers too, hence no
// arrow functions; whatever a browser does not know is left out.
(function () {
  "use strict";

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  // A link to a question inside a closed part opens that part.
  function openTarget() {
    var id = decodeURIComponent(location.hash.slice(1));
    var part = id && document.getElementById(id);
    while (part && part !== document.body) {
      if (part.tagName === "DETAILS") {
        part.open = true;
      }
      part = part.parentNode;
    }
  }

  // Paper has nothing to click on: all parts are opened, and closed again afterwards.
  function openForPaper() {
    each("main details:not([open]):not(.toc-fold)", function (part) {
      part.open = true;
      part.setAttribute("data-for-paper", "");
    });
  }

  function closeAfterPaper() {
    each("[data-for-paper]", function (part) {
      part.open = false;
      part.removeAttribute("data-for-paper");
    });
  }

  // The contents list marks the part that is being read.
  function followReading() {
    var links = {};
    each(".toc a", function (link) {
      links[link.hash.slice(1)] = link;
    });
    var watcher = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting) {
          each(".toc a[aria-current]", function (link) {
            link.removeAttribute("aria-current");
          });
          links[entry.target.id].setAttribute("aria-current", "true");
        }
      });
    }, { rootMargin: "-10% 0px -80% 0px" });
    Object.keys(links).forEach(function (id) {
      var part = document.getElementById(id);
      if (part) {
        watcher.observe(part);
      }
    });
  }

  // On narrow screens the contents list folds itself after a choice.
  each(".toc-fold a", function (link) {
    link.addEventListener("click", function () {
      link.parentNode.parentNode.parentNode.open = false;
    });
  });
  window.addEventListener("hashchange", openTarget);
  window.addEventListener("beforeprint", openForPaper);
  window.addEventListener("afterprint", closeAfterPaper);
  openTarget();
  if ("IntersectionObserver" in window) {
    followReading();
  }
})();
