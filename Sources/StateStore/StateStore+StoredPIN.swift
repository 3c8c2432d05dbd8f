internal import EventLoop
internal import Glibc
package import ModemCore

extension StateStore: PINMemory {
    package func record(of pin: PIN, for card: String) -> StoredPINRecord {
        let own = pinTries[PINTryKey(card: card, mark: Self.mark(pin, card))]
        return StoredPINRecord(
            wasRefused: own?.outcome == PINOutcome.refused.rawValue,
            isUnsettled: own?.outcome == PINTry.intended,
            wasInVainSinceBoot: pinTries.contains { $0.key.card == card && $0.value.boot == boot })
    }

    /// Without the number of this boot nobody could tell later when it was.
    package func intend(_ pin: PIN, for card: String) async -> Bool {
        guard !boot.isEmpty else { return false }
        let key = PINTryKey(card: card, mark: Self.mark(pin, card))
        return await keep(PINTry(boot: boot, outcome: PINTry.intended), for: key)
    }

    package func settle(_ pin: PIN, for card: String, as outcome: PINOutcome) async {
        let key = PINTryKey(card: card, mark: Self.mark(pin, card))
        switch outcome {
        case .refused:
            guard let own = pinTries[key] else { return }
            _ = await keep(PINTry(boot: own.boot, outcome: outcome.rawValue), for: key)
        case .accepted: await noteOpened(by: key)
        }
    }

    private func noteOpened(by right: PINTryKey) async {
        guard pinTries.contains(where: { $0.key.card == right.card }) else { return }
        pinTries[right] = nil
        for wrong in pinTries.keys where wrong.card == right.card { pinTries[wrong] = .wrong }
        _ = await writeNow { file throws(StoreError) in try file.noteOpened(by: right) }
    }

    /// - Returns: whether it is on the disk.
    private func keep(_ tried: PINTry, for key: PINTryKey) async -> Bool {
        let now = wallClock()
        let isKept = await writeNow { file throws(StoreError) in try file.write(tried, for: key, learnt: now) }
        // What a SIM has said is true also where it cannot be kept.
        guard isKept || tried.outcome != PINTry.intended else { return false }
        pinTries.remember(tried, for: key, atMost: Self.stickLimit)
        return isKept
    }

    /// Tells one PIN of a card from another (FNV-1a). There are so few PINs that it hides none from who reads this file, which
    /// only the service may, as the profiles.
    private static func mark(_ pin: PIN, _ card: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in (card + ":" + pin.digits).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }

    func restore(_ rows: [StoreFile.PINTryRow]) {
        // Earlier versions kept that there was a right one.
        for row in rows where row.outcome != PINOutcome.accepted.rawValue {
            pinTries[PINTryKey(card: row.card, mark: row.mark)] = PINTry(boot: row.boot, outcome: row.outcome)
        }
    }

    /// Of the kernel: another one after each start of the machine (random(4)). Empty where it cannot be read.
    package nonisolated static func bootOfThisMachine() -> String {
        let descriptor = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(descriptor, &bytes, bytes.count)
        let line = bytes.prefix(max(count, 0)).prefix { $0 != 0x0a }
        return String(validating: line, as: UTF8.self) ?? ""
    }
}

struct PINTryKey: Hashable, Sendable {
    /// ICCID.
    let card: String
    let mark: String
}

struct PINTry: Equatable, Sendable {
    static let intended = "intended"
    /// The SIM was opened by another: it does not matter when this one was sent.
    static let wrong = PINTry(boot: "", outcome: PINOutcome.refused.rawValue)

    let boot: String
    /// ``intended``, or that it was refused.
    let outcome: String
}

extension StoreFile {
    struct PINTryRow: Equatable, Sendable {
        let card: String
        let mark: String
        let boot: String
        let outcome: String
    }

    func write(_ tried: PINTry, for key: PINTryKey, learnt: UInt64) throws(StoreError) {
        let database = try open()
        try database.transaction { () throws(StoreError) in
            try database.run(
                """
                INSERT INTO pin_try VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET boot = excluded.boot, outcome = excluded.outcome, learnt = excluded.learnt
                """,
                [
                    .text(key.card), .text(key.mark), .text(tried.boot), .text(tried.outcome),
                    .integer(Int64(clamping: learnt)),
                ])
            try database.keepNewest(StateStore.stickLimit, in: "pin_try", key: "card, mark")
        }
    }

    func noteOpened(by right: PINTryKey) throws(StoreError) {
        let database = try open()
        try database.transaction { () throws(StoreError) in
            try database.run("DELETE FROM pin_try WHERE card = ? AND mark = ?", [.text(right.card), .text(right.mark)])
            try database.run(
                "UPDATE pin_try SET boot = ?, outcome = ? WHERE card = ?",
                [.text(PINTry.wrong.boot), .text(PINTry.wrong.outcome), .text(right.card)])
        }
    }

    func pinTries(in database: borrowing Database) throws(StoreError) -> [PINTryRow] {
        var rows: [PINTryRow] = []
        try database.query("SELECT card, mark, boot, outcome FROM pin_try ORDER BY learnt") { columns in
            rows.append(PINTryRow(card: columns[0], mark: columns[1], boot: columns[2], outcome: columns[3]))
        }
        return rows
    }
}
