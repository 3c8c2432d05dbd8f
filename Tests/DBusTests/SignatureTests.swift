import Testing

@testable import DBus

struct SignatureTests {
    @Test(arguments: ["", "s", "su", "a{sv}", "aa{sv}", "(ss)", "a(ss)", "a{oa{sa{sv}}}", "(i(i(i)))", "av", "ag"])
    func validOnesAreAccepted(text: String) { #expect(Signature(text)?.text == text) }

    @Test(arguments: [
        "a", "(", ")", "()", "{sv}", "a{vs}", "a{s}", "a{svs}", "a{sv", "(s", "z", "r", "e", "s\0", "a{(s)v}", "é",
        String(repeating: "a", count: 33) + "s",
        String(repeating: "(", count: 33) + "s" + String(repeating: ")", count: 33),
        String(repeating: "s", count: 256),
    ])
    func invalidOnesAreNot(text: String) { #expect(Signature(text) == nil) }

    @Test func theLimitsThemselvesAreAllowed() {
        #expect(Signature(String(repeating: "a", count: 32) + "s") != nil)
        #expect(Signature(String(repeating: "(", count: 32) + "s" + String(repeating: ")", count: 32)) != nil)
        #expect(Signature(String(repeating: "s", count: 255)) != nil)
    }

    @Test func oneCompleteTypeIsTold() {
        #expect(Signature("a{sv}")?.isSingle == true)
        #expect(Signature("ss")?.isSingle == false)
        #expect(Signature("")?.isSingle == false)
    }
}

struct ObjectPathTests {
    @Test(arguments: ["/", "/a", "/org/ztemodem1/modem/usb1_1_2"])
    func validOnesAreAccepted(text: String) { #expect(ObjectPath(text)?.text == text) }

    @Test(arguments: ["", "a", "//", "/a/", "/a//b", "/a-b", "/a.b", "/ä", "/a\0"])
    func invalidOnesAreNot(text: String) { #expect(ObjectPath(text) == nil) }

    @Test func belowMeansOnAnElementBoundary() throws {
        let parent = try #require(ObjectPath("/a/b"))
        #expect(parent.contains(try #require(ObjectPath("/a/b/c"))))
        #expect(!parent.contains(try #require(ObjectPath("/a/bc"))))
        #expect(!parent.contains(parent))
        #expect(ObjectPath.root.contains(parent))
        #expect(ObjectPath.root.child(towards: parent) == "a")
        #expect(parent.child(towards: try #require(ObjectPath("/a/b/c/d"))) == "c")
    }
}
