internal import DeviceCatalog
internal import EventLoop
package import ModemCore

extension StateStore: DataPortMemory {
    package func dataPort(of stick: DataPortKey) -> UInt8? { dataPorts[stick] }

    package func remember(dataPort interface: UInt8, of stick: DataPortKey) {
        guard dataPorts[stick] != interface else { return }
        dataPorts.remember(interface, for: stick, atMost: Self.stickLimit)
        let row = StoreFile.DataPortRow(imei: stick.imei.digits, usbID: "\(stick.usbID)", interface: interface)
        let now = wallClock()
        write { file throws(StoreError) in try file.write(row, learnt: now) }
    }

    /// What is no IMEI or id of ours was not written by us.
    func restore(_ rows: [StoreFile.DataPortRow]) {
        for row in rows {
            guard let usbID = USBID(row.usbID), let imei = IMEI(row.imei) else { continue }
            dataPorts[DataPortKey(usbID: usbID, imei: imei)] = row.interface
        }
    }
}

extension StoreFile {
    struct DataPortRow: Equatable, Sendable {
        let imei: String
        let usbID: String
        let interface: UInt8
    }

    func write(_ row: DataPortRow, learnt: UInt64) throws(StoreError) {
        let database = try open()
        try database.transaction { () throws(StoreError) in
            try database.run(
                """
                INSERT INTO data_port VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET interface = excluded.interface, learnt = excluded.learnt
                """,
                [
                    .text(row.imei), .text(row.usbID), .integer(Int64(row.interface)),
                    .integer(Int64(clamping: learnt)),
                ])
            try database.keepNewest(StateStore.stickLimit, in: "data_port", key: "imei, usb_id")
        }
    }

    /// A number that is no interface is left out.
    func dataPorts(in database: borrowing Database) throws(StoreError) -> [DataPortRow] {
        var rows: [DataPortRow] = []
        try database.query("SELECT imei, usb_id, interface FROM data_port ORDER BY learnt") { columns in
            guard let interface = UInt8(columns[2]) else { return }
            rows.append(DataPortRow(imei: columns[0], usbID: columns[1], interface: interface))
        }
        return rows
    }
}
