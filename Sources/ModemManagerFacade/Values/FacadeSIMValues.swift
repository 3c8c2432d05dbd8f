package import DBus
package import ModemCore

extension SIMStatus {
    /// What the SIM shows. Its name is the opaque one: every user of the machine may read it, and whoever may know the ICCID
    /// and the IMSI is asked for by polkit (GetIdentity of org.ztemodem1.Sim).
    package var facadeValues: PropertyValues {
        var values = PropertyValues()
        values[SimFace.active] = true
        values[SimFace.simIdentifier] = identifier
        values[SimFace.imsi] = ""
        values[SimFace.eid] = ""
        values[SimFace.operatorIdentifier] = operatorCode
        values[SimFace.operatorName] = ""
        values[SimFace.emergencyNumbers] = []
        values[SimFace.preferredNetworks] = []
        values[SimFace.gid1] = []
        values[SimFace.gid2] = []
        values[SimFace.simType] = 0
        values[SimFace.esimStatus] = 0
        values[SimFace.removability] = 0
        return values
    }
}
