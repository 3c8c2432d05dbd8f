extension AT {
    /// A command that a person typed. The reply is what the modem said, made harmless: the lines of the answer, and the final
    /// result as the last one, also where that is an error.
    package struct UserCommand: ATRequest {
        /// Longer answers are refused with ``ATError/overflow``, in bytes as they came.
        package static let largestAnswer = 64 * 1024

        package let command: ATCommand

        package init(_ command: ATCommand) { self.command = command }

        package func reply(to response: ATResponse) throws(ATError) -> [String] {
            guard response.lines.reduce(0, { $0 + $1.count + 1 }) <= Self.largestAnswer else { throw .overflow }
            return response.lines.map { ModemText.clean($0, limit: Self.largestAnswer) } + [response.final.text]
        }
    }
}
