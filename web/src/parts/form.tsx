// Forms that were not accepted: a summary on top with links, the same words at the field.
import { cloneElement, type ComponentChildren, type VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { Icon } from "./icon";

export interface FormError {
    field: string; // the id of its input
    text: string;
}

export function FormErrors({ errors }: { errors: readonly FormError[] }) {
    const summary = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (errors.length > 0) summary.current?.focus();
    }, [errors]);
    if (errors.length === 0) return null;
    return (
        <div class="errors" role="alert" tabIndex={-1} ref={summary}>
            <b>有 {errors.length} 处要改</b>
            <ul>
                {errors.map((error) => (
                    <li key={error.field}>
                        <a
                            href={"#" + error.field}
                            onClick={(event) => {
                                event.preventDefault();
                                document.getElementById(error.field)?.focus();
                            }}
                        >
                            {error.text}
                        </a>
                    </li>
                ))}
            </ul>
        </div>
    );
}

interface FormFieldProps {
    id: string;
    label: string;
    errors: readonly FormError[];
    hint?: ComponentChildren;
    children: VNode<{ "aria-invalid"?: string; "aria-describedby"?: string }>;
}

export function FormField({ id, label, errors, hint, children }: FormFieldProps) {
    const error = errors.find((each) => each.field === id);
    const told = error ? { "aria-invalid": "true", "aria-describedby": id + "-error" } : {};
    return (
        <div class={"form-field" + (error ? " wrong" : "")}>
            <label class="b" for={id}>
                {label}
            </label>
            {hint ? <p class="mut">{hint}</p> : null}
            {error ? (
                <p class="bad-t sm b" id={id + "-error"}>
                    <Icon name="bad" /> {error.text}
                </p>
            ) : null}
            {cloneElement(children, told)}
        </div>
    );
}
