internal import DeviceCatalog
internal import EventLoop
package import ModemCore

extension StateStore {
    package func dialNumber(of stick: DataPortKey) -> DialNumber? { dialNumbers[stick] }

    package func remember(dialNumber: DialNumber, of stick: DataPortKey) {
        guard dialNumbers[stick] != dialNumber else { return }
        if dialNumbers.count >= Self.stickLimit, dialNumbers[stick] == nil {
            dialNumbers.remove(at: dialNumbers.startIndex)
        }
        dialNumbers[stick] = dialNumber
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
            try database.run(
                """
                DELETE FROM dial_number WHERE (imei, usb_id) IN
                    (SELECT imei, usb_id FROM dial_number ORDER BY learnt DESC LIMIT -1 OFFSET ?)
                """, [.integer(Int64(StateStore.stickLimit))])
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
