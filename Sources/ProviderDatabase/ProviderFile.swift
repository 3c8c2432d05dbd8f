internal import CExpat
internal import CPosix
internal import EventLoop
internal import Glibc
internal import ModemCore

/// The file itself: read in pieces, of which nothing is kept but what was asked for. It blocks.
struct ProviderFile {
    let path: String

    /// Twenty times what it is.
    static let sizeLimit = 8 * 1024 * 1024
    private static let pieceSize = 16 * 1024

    /// What was picked out of it.
    struct Content: Sendable {
        let candidates: [AccessPointCandidate]
        let serviceCodes: [ServiceCode]
    }

    func read(for home: OperatorCode) throws(AccessPointDirectoryError) -> Content {
        let file: OwnedDescriptor
        do throws(SystemError) {
            // Non-blocking: a FIFO in its place must not hold up the lane.
            file = try OwnedDescriptor("open", cposix_open(path, O_RDONLY | O_NONBLOCK, 0))
        } catch {
            throw error.code == ENOENT
                ? .absent(path) : .unreadable(path, why: String(cString: strerror(error.code)))
        }
        var status = stat()
        guard fstat(file.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path, why: "not a regular file")
        }
        return try parse(file, for: home)
    }

    private func parse(
        _ file: borrowing OwnedDescriptor, for home: OperatorCode
    ) throws(AccessPointDirectoryError) -> Content {
        guard let parser = XML_ParserCreate(nil) else { throw .unreadable(path, why: "out of memory") }
        defer { XML_ParserFree(parser) }
        let descriptor = file.number
        let reader = ProviderReader(home: home, parser: parser)
        return try withExtendedLifetime(reader) { () throws(AccessPointDirectoryError) in
            reader.attach()
            var size = 0
            var piece = [UInt8](repeating: 0, count: Self.pieceSize)
            while true {
                let count = Glibc.read(descriptor, &piece, piece.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw .unreadable(path, why: String(cString: strerror(errno))) }
                size += count
                guard size <= Self.sizeLimit else {
                    throw .unreadable(path, why: "larger than \(Self.sizeLimit / 1024 / 1024) MiB")
                }
                let taken = piece.withUnsafeBytes { bytes in
                    XML_Parse(parser, bytes.bindMemory(to: CChar.self).baseAddress, Int32(count), count == 0 ? 1 : 0)
                }
                if taken == XML_STATUS_ERROR { throw fault(of: parser, reader) }
                if count == 0 { return Content(candidates: reader.candidates, serviceCodes: reader.serviceCodes) }
            }
        }
    }

    private func fault(of parser: XML_Parser, _ reader: ProviderReader) -> AccessPointDirectoryError {
        let line = Int(clamping: XML_GetCurrentLineNumber(parser))
        let why = reader.refusal ?? XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) }
        return .broken(path, line: line, why: why ?? "not XML")
    }
}
