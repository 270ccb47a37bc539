// Where the officer stands; asked only when 我的路段 is chosen.
import { useEffect, useState } from "preact/hooks";

export interface Place {
    latitude_deg: number;
    longitude_deg: number;
    accuracy_m: number;
}

export type Here = { state: "asking" } | { state: "refused"; why: string } | { state: "known"; place: Place };

const askLimitMs = 10_000;
const usableMs = 60_000;

export function useHere(wanted: boolean): Here {
    const [here, setHere] = useState<Here>({ state: "asking" });
    useEffect(() => {
        if (!wanted) return;
        setHere({ state: "asking" });
        void askPlace().then(setHere);
    }, [wanted]);
    return here;
}

export function askPlace(): Promise<Here> {
    return new Promise((tell) => {
        if (!("geolocation" in navigator)) return tell({ state: "refused", why: "这个浏览器没有定位。" });
        navigator.geolocation.getCurrentPosition(
            ({ coords }) =>
                tell({
                    state: "known",
                    place: {
                        latitude_deg: coords.latitude,
                        longitude_deg: coords.longitude,
                        accuracy_m: coords.accuracy,
                    },
                }),
            (error) => tell({ state: "refused", why: reason(error) }),
            { enableHighAccuracy: true, timeout: askLimitMs, maximumAge: usableMs },
        );
    });
}

function reason(error: GeolocationPositionError): string {
    if (error.code === error.PERMISSION_DENIED) return "没有允许定位。请在浏览器设置里打开。";
    return "手机没有定到位，请到开阔处再试。";
}
