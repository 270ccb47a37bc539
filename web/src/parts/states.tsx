// What a page shows instead of its content, each with a word, a shape and a next step.
import type { ComponentChildren } from "preact";

import type { Failure } from "../api/request";
import { Icon, type IconName } from "./icon";

// Appears only after 300 ms (by the style sheet), in the shape of what is to come.
export function Loading({ what }: { what: string }) {
    return (
        <div class="loading" aria-busy="true">
            <div class="sk sk-block" />
            <div class="pad stack">
                <div class="sk sk-60" />
                <div class="sk" />
                <div class="sk sk-80" />
                <p class="mut" role="status">
                    {what}……
                </p>
            </div>
        </div>
    );
}

interface NoteProps {
    icon: IconName;
    tone: string;
    title: string;
    alert?: boolean;
    children: ComponentChildren;
}

export function Note({ icon, tone, title, alert, children }: NoteProps) {
    return (
        <div class={"note " + tone} role={alert ? "alert" : "status"}>
            <Icon name={icon} />
            <h1>{title}</h1>
            {children}
        </div>
    );
}

export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
    return (
        <Note icon="bus" tone="off-t" title={title}>
            {children}
        </Note>
    );
}

// "Does not exist" and "not yours" look the same.
export function Closed() {
    return (
        <Note icon="info" tone="info-t" title="这个链接打不开">
            <p class="mut">
                链接已失效，或不是给您的。
                <br />
                请向发链接的人要新链接。
            </p>
            <a class="btn" href="/p">
                查车牌
            </a>
        </Note>
    );
}

// A failure that left nothing to show.
export function Failed({ failure, retry }: { failure: Failure; retry: () => void }) {
    if (failure.kind === "hidden") return <Closed />;
    if (failure.kind === "signed_out") return null;
    const unreachable = failure.kind === "offline" || failure.kind === "timeout";
    return (
        <Note
            icon={unreachable ? "off" : "bad"}
            tone={unreachable ? "off-t" : "bad-t"}
            title={failureTitle(failure)}
            alert
        >
            <p class="mut">{failureAdvice(failure)}</p>
            <button class="btn pri" type="button" onClick={retry}>
                再试一次
            </button>
        </Note>
    );
}

export function failureTitle(failure: Failure): string {
    if (failure.kind === "offline") return "没有网络";
    if (failure.kind === "timeout") return "服务器没有答复";
    if (failure.kind === "hidden") return "没有权限";
    if (failure.kind === "refused") return failure.field === "plate" ? "这不是车牌号" : "服务器没有接受";
    return "没有读到数据";
}

export function failureAdvice(failure: Failure): string {
    if (failure.kind === "offline") return "连上网络会自动再试。请现场数人，核对证照。";
    if (failure.kind === "timeout") return "等了 8 秒。请现场数人，或者再试一次。";
    if (failure.kind === "refused") return "请改一下再试。编号 " + failure.status;
    return "服务器出了问题，会继续再试。编号 " + failure.status;
}
