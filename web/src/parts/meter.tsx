// The capacity meter: the number stands above it; here the bar, and always the limit mark. What exceeds
// the limit is hatched, so that it survives grey print.
interface MeterProps {
    approved: number; // people aboard, where the lawful ends
    limitWords: string;
    lower: number | null;
    upper: number | null;
    current: boolean; // an old figure is drawn in grey, never in green
}

export function meterScale(approved: number, upper: number | null): number {
    const longest = Math.max(approved, upper ?? 0) * 1.07;
    return longest > 20 ? Math.ceil(longest / 10) * 10 : Math.ceil(longest);
}

export function Meter({ approved, limitWords, lower, upper, current }: MeterProps) {
    const scale = meterScale(approved, upper);
    const percent = (people: number) => (people / scale) * 100 + "%";
    const sure = lower ?? upper ?? 0;
    const most = upper ?? sure;
    const tone = sure > approved ? "bad" : most > approved ? "warn" : current ? "ok" : "off";
    return (
        <div class={"meter " + tone} aria-hidden="true">
            <svg width="100%" height="14">
                <defs>
                    <pattern
                        id="over"
                        width="8"
                        height="8"
                        patternUnits="userSpaceOnUse"
                        patternTransform="rotate(45)"
                    >
                        <rect width="8" height="8" class="over-ground" />
                        <rect width="4.5" height="8" class="over-line" />
                    </pattern>
                </defs>
                <rect width="100%" height="14" class="ground" />
                <rect width={percent(most)} height="14" class="most" />
                <rect width={percent(Math.min(sure, approved))} height="14" class="sure" />
                {most > approved ? (
                    <rect
                        x={percent(approved)}
                        width={percent(most - approved)}
                        height="14"
                        fill="url(#over)"
                    />
                ) : null}
                <svg x={percent(approved)} overflow="visible">
                    <rect x="-1.5" width="3" height="14" class="limit" />
                </svg>
            </svg>
            <p class="row sp xs mut">
                <span>0</span>
                <span>{limitWords}</span>
                <span>{scale}</span>
            </p>
        </div>
    );
}
