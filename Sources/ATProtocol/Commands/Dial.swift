extension AT {
    /// `ATD*99***1#`: a packet call (3GPP TS 27.007, 10.2.1.1). Ends with CONNECT, or with one of the reasons of a call.
    package struct Dial: ATRequest {
        private let number: ATParameter

        /// - Throws: ``ATSyntaxError`` unless it is 1 to 40 digits, `*`, `#` and a leading `+`.
        package init(_ number: String) throws(ATSyntaxError) { self.number = try .dialString(number) }

        package var command: ATCommand { ATCommand("ATD", [number], kind: .call, deadline: .seconds(60)) }

        /// What the CONNECT line says besides, often a speed: `7200000`. May be empty.
        package func reply(to response: ATResponse) throws(ATError) -> String {
            try response.requireSuccess()
            // OK would be the answer to a voice call.
            guard case .connect(let text) = response.final else { throw response.unexpected() }
            return text
        }
    }
}
