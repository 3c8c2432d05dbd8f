internal import DeviceCatalog
internal import EventLoop
package import ModemCore

extension StateStore {
    package func dialNumber(of stick: DataPortKey) -> DialNumber? { dialNumbers[stick] }

    package func remember(dialNumber: DialNumber, of stick: DataPortKey) {
        guard dialNumbers[stick] != dialNumber else { return }
        dialNumbers.remember(dialNumber, for: stick, atMost: Self.stickLimit)
        let row = StoreFile.DialNumberRow(
            imei: stick.imei.digits, usbID: "\(stick.usbID)", number: dialNumber.text)
        let now = wallClock()
        write { file throws(StoreError) in try file.write(row, learnt: now) }
    }

    /// What is no number to dial was not written by us.
    func restore(_ rows: [StoreFile.DialNumberRow]) {
        for row in rows {
            guard let usbID = USBID(row.usbID), let imei = IMEI(row.imei), let number = try? DialNumber(row.number)
            else { continue }
            dialNumbers[DataPortKey(usbID: usbID, imei: imei)] = number
        }
    }
}

extension StoreFile {
    struct DialNumberRow: Equatable, Sendable {
        let imei: String
        let usbID: String
        let number: String
    }

    func write(_ row: DialNumberRow, learnt: UInt64) throws(StoreError) {
        let database = try open()
        try database.transaction { () throws(StoreError) in
            try database.run(
                """
                INSERT INTO dial_number VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET number = excluded.number, learnt = excluded.learnt
                """,
                [.text(row.imei), .text(row.usbID), .text(row.number), .integer(Int64(clamping: learnt))])
            try database.keepNewest(StateStore.stickLimit, in: "dial_number", key: "imei, usb_id")
        }
    }

    func dialNumbers(in database: borrowing Database) throws(StoreError) -> [DialNumberRow] {
        var rows: [DialNumberRow] = []
        try database.query("SELECT imei, usb_id, number FROM dial_number ORDER BY learnt") { columns in
            rows.append(DialNumberRow(imei: columns[0], usbID: columns[1], number: columns[2]))
        }
        return rows
    }
}
