/// Cuts the byte stream of a USB/IP connection into requests, however it arrives.
struct USBIPStream {
    private var buffer: [UInt8] = []
    private var head = 0

    mutating func append(_ bytes: some Collection<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    /// The next whole request, nil while it is still arriving.
    mutating func next() throws(USBIPError) -> USBIPRequest? {
        guard buffer.count - head >= USBIP.headerLength else {
            compact()
            return nil
        }
        let body = head + USBIP.headerLength
        switch try USBIP.decode(header: buffer[head..<body]) {
        case .unlink(let sequence, let victim):
            head = body
            return .unlink(sequence: sequence, victim: victim)
        case .submit(var submit):
            let end = submit.isIn ? body : body + submit.length
            guard buffer.count >= end else {
                compact()
                return nil
            }
            if end > body { submit.data = Array(buffer[body..<end]) }
            head = end
            return .submit(submit)
        }
    }

    private mutating func compact() {
        if head == buffer.count {
            buffer.removeAll(keepingCapacity: true)
        } else {
            buffer.removeFirst(head)
        }
        head = 0
    }
}
