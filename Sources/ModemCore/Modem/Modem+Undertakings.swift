internal import EventLoop

// What a modem is about, for whoever looks whether it comes to an end.
extension Modem {
    /// What a channel does is known of outside.
    func attend(to channel: ATChannel) {
        channel.account = account
        guard let report = environment.onCommand else { return }
        channel.onOutcome = { [physicalPort] port, command, outcome in report(physicalPort, port, command, outcome) }
    }

    func watchState() {
        account.end(passage)
        passage = snapshot.state.longestStay.map { limit in
            account.begin("the state \(snapshot.state.rawValue)", within: limit)
        }
    }
}
