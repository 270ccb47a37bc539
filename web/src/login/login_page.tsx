import { useState } from "preact/hooks";

import { signIn } from "../api/calls";
import type { Failure } from "../api/request";
import { FormErrors, FormField, type FormError } from "../parts/form";
import { failureTitle } from "../parts/states";
import { Top, useTitle } from "../parts/top";
import { address, go } from "../router";
import { account } from "../session";

// /login: then on to the page that asked for it.
export function LoginPage() {
    const [name, setName] = useState("");
    const [password, setPassword] = useState("");
    const [errors, setErrors] = useState<readonly FormError[]>([]);
    const [sending, setSending] = useState(false);
    useTitle(errors.length > 0 ? "没有登录上 · 护送" : "登录 · 护送");

    const submit = async (event: Event) => {
        event.preventDefault();
        const missing = missingIn(name, password);
        setErrors(missing);
        if (missing.length > 0) return;
        setSending(true);
        const answer = await signIn(name.trim(), password);
        setSending(false);
        if (!answer.ok) return setErrors([{ field: "password", text: refusal(answer.failure) }]);
        account.value = answer.value.account;
        go(nextPage(address.value), "replace");
    };

    return (
        <div class="ph">
            <Top title="护送 · 学生接送监管" />
            <main class="pad stack">
                <h1>登录</h1>
                <FormErrors errors={errors} />
                <form class="stack" onSubmit={submit} noValidate>
                    <FormField id="name" label="账号" errors={errors}>
                        <input
                            id="name"
                            class="field"
                            autocomplete="username"
                            autocapitalize="none"
                            spellcheck={false}
                            value={name}
                            onInput={(event) => setName(event.currentTarget.value)}
                        />
                    </FormField>
                    <FormField id="password" label="密码" errors={errors}>
                        <input
                            id="password"
                            class="field"
                            type="password"
                            autocomplete="current-password"
                            value={password}
                            onInput={(event) => setPassword(event.currentTarget.value)}
                        />
                    </FormField>
                    <button class="btn pri full" type="submit" disabled={sending}>
                        {sending ? "正在登录……" : "登 录"}
                    </button>
                </form>
                <p class="mut">忘了密码，请找给您开账号的人。</p>
            </main>
        </div>
    );
}

function missingIn(name: string, password: string): FormError[] {
    const missing: FormError[] = [];
    if (name.trim() === "") missing.push({ field: "name", text: "填账号" });
    if (password === "") missing.push({ field: "password", text: "填密码" });
    return missing;
}

function refusal(failure: Failure): string {
    if (failure.kind === "signed_out") return "账号或密码不对";
    if (failure.status === 429) return "试得太多次，请过几分钟再试";
    return failureTitle(failure) + "，填的内容还在";
}

// Only a page of this site: never somewhere an address bar was made to point to.
export function nextPage(from: URL): string {
    const next = from.searchParams.get("next") ?? "/p";
    return /^\/(?![/\\])/.test(next) && !next.startsWith("/login") ? next : "/p";
}
