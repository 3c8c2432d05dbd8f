/// Days or months for a spreadsheet (RFC 4180, but for the line ends): numbers and dates only, so that nothing needs quotes.
struct UsageCSV {
    let rows: [UsageRow]
    let date: (UInt64) -> String

    var text: String {
        let lines = rows.map { row in
            "\(row.time),\(date(row.time)),\(row.received),\(row.sent),\(row.seconds),\(row.roaming)"
        }
        return (["time,date,rx_bytes,tx_bytes,seconds,roaming_bytes"] + lines).joined(separator: "\n") + "\n"
    }
}
