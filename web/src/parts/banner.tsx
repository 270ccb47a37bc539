import type { ComponentChildren } from "preact";

import { skewMs } from "../clock";
import { Icon } from "./icon";

export type BannerLook = "warn" | "bad" | "info" | "off";

export function Banner({ look, children }: { look: BannerLook; children: ComponentChildren }) {
    return (
        <div class={"banner " + look} role="status">
            <Icon name={look} />
            <p>{children}</p>
        </div>
    );
}

// Told when the phone's clock is off by more than a minute: the ages below follow the server's.
export function ClockBanner() {
    if (skewMs.value === 0) return null;
    const minutes = Math.max(1, Math.round(Math.abs(skewMs.value) / 60_000));
    const direction = skewMs.value > 0 ? "慢" : "快";
    return (
        <Banner look="warn">
            手机时间{direction} {minutes} 分钟，下面的时间按服务器算。
        </Banner>
    );
}
