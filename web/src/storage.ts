// What this phone keeps. A browser may refuse storage (private mode, in-app views): then nothing is kept.
const prefix = "husong.";

export function load<T>(name: string, fallback: T): T {
    try {
        const text = localStorage.getItem(prefix + name);
        return text === null ? fallback : (JSON.parse(text) as T);
    } catch {
        return fallback;
    }
}

// False when it could not be kept, so that the page can say so.
export function save(name: string, value: unknown): boolean {
    try {
        localStorage.setItem(prefix + name, JSON.stringify(value));
        return true;
    } catch {
        return false;
    }
}

export function forget(name: string): void {
    try {
        localStorage.removeItem(prefix + name);
    } catch {
        // nothing was kept
    }
}

// Calls back when another tab has kept something under this name.
export function watch(name: string, changed: () => void): void {
    window.addEventListener("storage", (event) => {
        if (event.key === prefix + name && event.newValue !== null) changed();
    });
}
