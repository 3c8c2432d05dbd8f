/// What the bus of the stick can do: how it is attached, and how large its packets are.
package enum USBSpeed: Int, Sendable {
    // As the kernel counts them.
    case full = 2
    case high = 3
}
