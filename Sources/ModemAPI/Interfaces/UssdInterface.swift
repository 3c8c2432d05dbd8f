package import DBus

/// `org.ztemodem1.Ussd`, on a stick that is in its network (3GPP TS 22.090).
package enum UssdInterface {
    package static let name = BusName.ztemodem + ".Ussd"

    package static let state = PropertyDeclaration<String>(
        name, "State", "idle, active while the network is asked, or user-response while it waits for Respond.")

    package static let initiate = MethodDeclaration<String, String>(
        name, "Initiate",
        "Sends a code such as *100#, 1 to 182 characters, and returns what the network answers, within two minutes.",
        ["code"], returns: "answer", requires: .ussd,
        fails: [.inProgress, .notRegistered, .wrongState, .simLocked, .simMissing, .timeout, .failed],
        isBoundToCaller: true)
    package static let respond = MethodDeclaration<String, String>(
        name, "Respond", "Answers a question of the network, and returns what it says to that.", ["response"],
        returns: "answer", requires: .ussd,
        fails: [.inProgress, .notRegistered, .wrongState, .simLocked, .simMissing, .timeout, .failed],
        isBoundToCaller: true)
    package static let cancel = MethodDeclaration<Void>(
        name, "Cancel", "Ends the session; without one it does nothing.", requires: .ussd)

    package static let getServiceCodes = MethodDeclaration<[[String: Value]]>(
        reading: name, "GetServiceCodes",
        "By which codes the operator of the SIM tells the balance and takes vouchers, the likeliest first: purpose s (balance, "
            + "top-up); code s to Initiate, in which placeholder s stands for the number of a voucher; or number s and text s "
            + "of a text message; provider s. From the list of the package mobile-broadband-provider-info.",
        returns: "codes", fails: [.notSupported])

    package static let declaration = InterfaceDeclaration(
        name, "Services of the network by codes. A session belongs to the caller that began it.",
        methods: [initiate, respond, cancel, getServiceCodes], properties: [state])
}
