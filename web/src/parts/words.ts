// Figures and codes in Chinese words.
import type { Load, PlateColour, Position } from "../api/types";

export const plateColours: Record<PlateColour, string> = {
    blue: "蓝牌",
    yellow: "黄牌",
    black: "黑牌",
    white: "白牌",
    green: "绿牌",
    yellow_green: "黄绿牌",
    gradient_green: "渐变绿牌",
    farm_yellow: "农黄牌",
    farm_green: "农绿牌",
    unplated: "未上牌",
    other: "其他颜色牌",
};

const headings = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"];

export function plateSpelled(display: string, colour: PlateColour): string {
    return Array.from(display.replace("·", "")).join(" ") + "，" + plateColours[colour];
}

export function distanceWords(metres: number): string {
    if (metres < 1000) return Math.round(metres / 10) * 10 + " 米";
    return (metres / 1000).toFixed(1) + " 公里";
}

export function headingWords(courseDeg: number): string {
    return "向" + (headings[Math.round(courseDeg / 45) % 8] ?? "北");
}

const slowestKmh = 3; // below it a position only trembles

export function isMoving(position: Position): boolean {
    const known = position.state === "live" || position.state === "delayed";
    return known && (position.speed_kmh ?? 0) >= slowestKmh;
}

export function motionWords(position: Position): string {
    if (position.state === "silent" || position.state === "stale") return "位置没有更新";
    if (!isMoving(position)) return "停着";
    const speed = position.speed_kmh ?? 0;
    const heading = position.course_deg === null ? "" : headingWords(position.course_deg) + "行驶，";
    return heading + Math.round(speed) + " 公里/小时";
}

// 52, or 47–51 when only bounds are known; null when nothing is.
export function peopleWords(load: Load): string | null {
    if (load.lower !== null && load.upper !== null && load.lower !== load.upper) {
        return load.lower + "–" + load.upper;
    }
    if (load.people_aboard !== null) return String(load.people_aboard);
    if (load.upper === null) return load.lower ? "至少 " + load.lower : null; // at least nobody is nothing
    return String(load.upper);
}

// 学生 50 + 司乘 2, with the rest as a third term.
export function partsWords(load: Load): string | null {
    if (load.pupils_aboard === null || load.adults_aboard === null) return null;
    const terms = ["学生 " + load.pupils_aboard, "司乘 " + load.adults_aboard];
    const rest = (load.people_aboard ?? 0) - load.pupils_aboard - load.adults_aboard;
    if (rest > 0) terms.push("其他 " + rest);
    return terms.join(" + ");
}
