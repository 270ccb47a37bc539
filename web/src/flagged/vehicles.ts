// The open findings by vehicle: each vehicle where its most urgent finding stands, its others behind that one.
import type { Finding } from "../api/types";

export type VehicleFindings = readonly [Finding, ...Finding[]];

export function byVehicle(findings: readonly Finding[]): VehicleFindings[] {
    const vehicles = new Map<string, [Finding, ...Finding[]]>();
    for (const finding of findings) {
        const vehicle = finding.plate.plate + finding.plate.colour;
        const known = vehicles.get(vehicle);
        if (known) known.push(finding);
        else vehicles.set(vehicle, [finding]);
    }
    return Array.from(vehicles.values());
}
