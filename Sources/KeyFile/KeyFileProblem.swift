/// Why a file was left out: which file, where in it, and what is wrong, in words for whoever edits it.
package struct KeyFileProblem: Error, Equatable, Sendable, CustomStringConvertible {
    package let file: String
    /// Counted from 1; nil where no line is to blame.
    package let line: Int?
    package let fault: String

    package init(file: String, line: Int?, fault: String) {
        self.file = file
        self.line = line
        self.fault = fault
    }

    /// `/etc/zte-modem/devices.d/my.conf:7: unknown key "colour"`.
    package var description: String {
        let place = line.map { ":\($0)" } ?? ""
        return "\(file)\(place): \(fault)"
    }
}

/// A fault and its line, before the file is known.
package struct KeyFileFault: Error, Equatable {
    package let line: Int?
    package let text: String

    package init(_ line: Int?, _ text: String) {
        self.line = line
        self.text = text
    }
}

/// Text of a file as it may be quoted in a message: bounded, without control characters.
package func quoted(_ text: some StringProtocol) -> String {
    let printable = text.unicodeScalars.prefix(40).filter { !($0.value < 0x20 || (0x7f..<0xa0).contains($0.value)) }
    return "\"" + String(String.UnicodeScalarView(printable)) + "\""
}
