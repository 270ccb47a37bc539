// Keeps the page of a child's trip true while it is open: its ages grow, and it asks whether something else has changed.
(() => {
  const every = 15000, longest = 60000;
  let tag = "", wait = every, timer = 0;

  function age(ms) {
    if (ms < 5000) return "刚刚";
    if (ms < 60000) return Math.floor(ms / 1000) + " 秒前";
    if (ms < 3600000) return Math.floor(ms / 60000) + " 分钟前";
    return Math.floor(ms / 3600000) + " 小时以前";
  }
  function grow() {
    for (const time of document.querySelectorAll(".age time")) {
      const ms = Date.now() - Date.parse(time.dateTime);
      time.parentElement.querySelector("[data-age]").textContent = age(ms);
      if (ms > 120000) time.parentElement.className = "age late";
    }
  }
  function take(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById("now");
    if (!fresh) return location.reload();
    document.getElementById("now").replaceWith(fresh);
    document.title = page.title;
  }
  async function ask() {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(location.pathname, { headers, cache: "no-store" });
      if (answer.status === 404) return location.reload();
      if (answer.ok) {
        tag = answer.headers.get("ETag") || "";
        take(await answer.text());
      }
      wait = answer.ok || answer.status === 304 ? every : Math.min(wait * 2, longest);
    } catch {
      wait = Math.min(wait * 2, longest);
    }
    grow();
    timer = setTimeout(ask, wait);
  }
  setInterval(grow, 1000);
  document.addEventListener("visibilitychange", ask);
  addEventListener("pageshow", (event) => event.persisted && ask());
  timer = setTimeout(ask, every);
})();
