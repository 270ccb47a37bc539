// Two classes of 45 of the small county's school: one whose ways of last term are known, one of which nothing is.
import { chinaClock, dayMs } from "./china.mjs";
import { lines, school } from "./small_county.mjs";

export const classSize = 45;
export const known = { name: "七1班", prefix: "K" };
export const unasked = { name: "七2班", prefix: "U" };

// 01 … 45, so that the order by name is that of the numbers.
const number = (i) => String(i + 1).padStart(2, "0");
export const pupilCode = (of, i) => of.prefix + number(i);
export const pupilName = (i) => "学生" + number(i);
const places = Array.from({ length: classSize }, (_, i) => i);

const csv = (...rows) => rows.map((row) => row.join(",") + "\n").join("");
const [stop] = lines.north.stops[1];

// What was told half a year ago, so in an earlier term: every third rides the bus, the others walk or are fetched.
function wayOf(i) {
    if (i % 3 === 0) return ["school_bus", lines.north.code, stop];
    return [i % 3 === 1 ? "walk" : "guardian", "", ""];
}

export function classRegisters(nowMs) {
    const lastTerm = chinaClock(nowMs - 200 * dayMs).date;
    return {
        "pupils.csv": csv(
            ["code", "name", "school", "class", "boarding", "home_place"],
            ...[known, unasked].flatMap((of) =>
                places.map((i) => [pupilCode(of, i), pupilName(i), school.code, of.name, "yes", "上河"]),
            ),
        ),
        "travels.csv": csv(
            ["pupil", "direction", "mode", "line", "stop", "valid_from"],
            ...places.flatMap((i) =>
                ["to_school", "home"].map((way) => [pupilCode(known, i), way, ...wayOf(i), lastTerm]),
            ),
        ),
    };
}

// [name, role, whose], as startSchoolDay() takes accounts.
export const teacherAccounts = [
    ["teacher", "class_teacher", `${school.code}/${known.name}`],
    ["newcomer", "class_teacher", `${school.code}/${unasked.name}`],
];
