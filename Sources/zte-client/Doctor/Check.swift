/// A part of the way from the USB to the internet: what is found there, given the facts.
protocol Check: SendableMetatype {
    static func findings(_ facts: DoctorFacts) -> [Finding]
}
