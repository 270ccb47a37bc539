import { render } from "preact";

import { readSession } from "./api/calls";
import { forgetAnswers } from "./api/request";
import { App } from "./app";
import { startClock } from "./clock";
import { watchConnection } from "./connection";
import { address, routeOf, startRouter } from "./router";
import { startOutbox } from "./seen/outbox";
import { account, watchSignedOut } from "./session";

const page = document.getElementById("page");
if (!page) throw new Error("index.html has no #page");

startRouter();
startClock();
watchConnection(readSession);
startOutbox();
watchSignedOut(forgetAnswers);
// The page does not wait for this: whatever it reads itself answers 401 when nobody is signed in.
if (routeOf(address.value.pathname).page !== "login") {
    void readSession().then((answer) => {
        if (answer.ok) account.value = answer.value.account;
    });
}
page.textContent = "";
render(<App />, page);
