// The gate's pages as a keeper uses them: by their forms, so that nothing here needs JavaScript.
import { keeper } from "./small_county.mjs";

// Signs in by the form of /g or /b; that page follows.
export async function signInByForm(page, home, { name, password }) {
    await page.goto(home + "/login");
    await page.getByLabel("账号").fill(name);
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.waitForURL("**" + home);
}

export const signInAtGate = (page, account) => signInByForm(page, "/g", account);

// Opens what stands folded up, fills the form in and sends it in the keeper's name.
export async function act(page, heading, label, fields = {}) {
    const form = page.locator("details", { has: page.locator("summary", { hasText: heading }) });
    if ((await form.getAttribute("open")) === null) await form.locator("summary").click();
    await sendAsKeeper(page, form, label, fields);
}

export async function sendAsKeeper(page, form, label, fields) {
    for (const [name, text] of Object.entries(fields)) await form.getByLabel(name).fill(text);
    await form.getByLabel("谁在办").selectOption(keeper.name);
    await form.getByLabel("PIN").fill(keeper.pin);
    await Promise.all([page.waitForEvent("load"), form.getByRole("button", { name: label }).click()]);
}

export const count = (page, pupils, adults) =>
    act(page, "点人数", "记下人数", { 学生: String(pupils), 大人: String(adults) });

export const runPath = ({ code }) => "/g/t/" + code;

// The list's card of a run, and the heading under which it stands: 在门口 1.
export const cardOf = (page, run) =>
    page.locator("article", { has: page.locator(`a.plate[href="${runPath(run)}"]`) });
export async function columnOf(page, run) {
    const above = cardOf(page, run).locator("xpath=preceding::h2[1]");
    return (await above.locator("span").first().textContent()).trim();
}
