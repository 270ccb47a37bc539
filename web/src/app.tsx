// Which page an address names, and the way to the sign-in when nobody is signed in.
import { useEffect } from "preact/hooks";

import { CheckPage } from "./check/check_page";
import { FindingPage } from "./finding/finding_page";
import { FlaggedPage } from "./flagged/flagged_page";
import { LoginPage } from "./login/login_page";
import { Closed } from "./parts/states";
import { Top, useTitle } from "./parts/top";
import { address, go, routeOf } from "./router";
import { SeenPage } from "./seen/seen_page";
import { account, homeElsewhere } from "./session";
import { VehiclePage } from "./vehicle/vehicle_page";

export function App() {
    const at = address.value;
    const route = routeOf(at.pathname);
    const signedOut = account.value === null && route.page !== "login";
    useEffect(() => {
        if (signedOut) go("/login?next=" + encodeURIComponent(at.pathname + at.search), "replace");
    }, [signedOut]);
    const elsewhere = homeElsewhere(account.value, route.page);
    useEffect(() => {
        if (elsewhere) location.replace(elsewhere);
    }, [elsewhere]);
    if (signedOut || elsewhere) return null;
    switch (route.page) {
        case "login":
            return <LoginPage />;
        case "check":
            return <CheckPage />;
        case "vehicle":
            return <VehiclePage key={route.plate} plate={route.plate} />;
        case "flagged":
            return <FlaggedPage />;
        case "finding":
            return <FindingPage key={route.id} id={route.id} />;
        case "seen":
            return <SeenPage />;
        case "nowhere":
            return <Nowhere />;
    }
}

function Nowhere() {
    useTitle("这个链接打不开");
    return (
        <div class="ph">
            <Top title="护送" back="/p" />
            <main>
                <Closed />
            </main>
        </div>
    );
}
