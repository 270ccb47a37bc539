import { signOut } from "../api/calls";
import { forgetAnswers } from "../api/request";
import { go } from "../router";
import { waiting } from "../seen/outbox";
import { account, tellSignedOut } from "../session";
import { forgetDraft } from "../vehicle/count_draft";
import { forgetChecks } from "../vehicle/kept_checks";

// Refused while entries wait to be sent: they would be lost.
export function SignOut() {
    const who = account.value;
    if (!who) return null;
    if (waiting.value.length > 0) return <span class="mut">{waiting.value.length} 条待传，传完才能退出</span>;
    const leave = async () => {
        const answer = await signOut();
        if (!answer.ok && answer.failure.kind !== "signed_out") return;
        forgetChecks();
        forgetDraft();
        forgetAnswers();
        tellSignedOut();
        go("/login", "replace");
    };
    return (
        <button class="lnk" type="button" onClick={leave}>
            退出（{who.display_name}）
        </button>
    );
}
