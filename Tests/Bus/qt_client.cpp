// What Plasma sees of the sticks: ModemManagerQt, driven by lines on stdin, telling what it is told in lines of JSON.
//
//   show                what the library knows at present: {"modems": [...]}
//   connect APN         by Modem.Simple: {"bearer": PATH} or {"error": NAME}
//   disconnect          all of them: {"error": NAME or ""}
//   locate              {"location": {SOURCE: TEXT}}
//
// In between, as they come: {"added": PATH}, {"removed": PATH}, {"path": PATH, "state": NUMBER}, {"path": PATH, "operator": CODE}.

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>

#include <cstdio>
#include <string>

#include <ModemManagerQt/Manager>
#include <ModemManagerQt/Modem3Gpp>
#include <ModemManagerQt/ModemLocation>
#include <ModemManagerQt/ModemSimple>

using namespace ModemManager;

namespace {

// A call may take as long as ModemManager's own client waits.
const int longest = 120000;

void say(const QJsonObject &what)
{
    std::puts(QJsonDocument(what).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

template<typename Interface> typename Interface::Ptr find(const ModemDevice::Ptr &device, ModemDevice::InterfaceType type)
{
    return device->interface(type).template objectCast<Interface>();
}

Modem3gpp::Ptr network(const ModemDevice::Ptr &device) { return find<Modem3gpp>(device, ModemDevice::GsmInterface); }

QJsonObject shown(const ModemDevice::Ptr &device)
{
    QJsonObject all{{"path", device->uni()}, {"gsm", device->isGsmModem()}};
    if (const auto modem = device->modemInterface()) {
        all["model"] = modem->model();
        all["imei"] = modem->equipmentIdentifier();
        all["device"] = modem->device();
        all["port"] = modem->primaryPort();
        all["state"] = modem->state();
        all["lock"] = modem->unlockRequired();
        all["signal"] = int(modem->signalQuality().signal);
        all["technologies"] = int(modem->accessTechnologies());
    }
    if (const auto network = ::network(device)) {
        all["registration"] = network->registrationState();
        all["operator"] = network->operatorCode();
        all["name"] = network->operatorName();
    }
    if (const auto sim = device->sim()) {
        all["sim"] = sim->simIdentifier();
    }
    QJsonArray bearers;
    for (const auto &bearer : device->bearers()) {
        bearers.append(QJsonObject{{"path", bearer->uni()},
                                   {"connected", bearer->isConnected()},
                                   {"interface", bearer->interface()},
                                   {"address", bearer->ip4Config().address()},
                                   {"dns", bearer->ip4Config().dns1()}});
    }
    all["bearers"] = bearers;
    return all;
}

// Whether it is listened to already; from now on it is.
bool isFollowed(QObject *object)
{
    const bool was = object->property("followed").toBool();
    object->setProperty("followed", true);
    return was;
}

void follow(const QString &path)
{
    const auto device = findModemDevice(path);
    if (!device) {
        return;
    }
    const auto modem = device->modemInterface();
    if (modem && !isFollowed(modem.data())) {
        QObject::connect(modem.data(), &Modem::stateChanged, modem.data(), [path](MMModemState, MMModemState now) {
            say({{"path", path}, {"state", now}});
        });
    }
    const auto registered = network(device);
    if (registered && !isFollowed(registered.data())) {
        QObject::connect(registered.data(), &Modem3gpp::operatorCodeChanged, registered.data(), [path](const QString &code) {
            say({{"path", path}, {"operator", code}});
        });
    }
}

template<typename Reply> QString errorOf(Reply &reply)
{
    reply.waitForFinished();
    return reply.isError() ? reply.error().name() : QString();
}

void connectModem(const ModemDevice::Ptr &device, const QString &apn)
{
    const auto simple = find<ModemSimple>(device, ModemDevice::SimpleInterface);
    simple->setTimeout(longest);
    auto reply = simple->connectModem({{"apn", apn}});
    const auto error = errorOf(reply);
    say(error.isEmpty() ? QJsonObject{{"bearer", reply.value().path()}} : QJsonObject{{"error", error}});
}

void disconnectModem(const ModemDevice::Ptr &device)
{
    auto reply = find<ModemSimple>(device, ModemDevice::SimpleInterface)->disconnectAllModems();
    say({{"error", errorOf(reply)}});
}

void locate(const ModemDevice::Ptr &device)
{
    auto reply = find<ModemLocation>(device, ModemDevice::LocationInterface)->getLocation();
    const auto error = errorOf(reply);
    if (!error.isEmpty()) {
        return say({{"error", error}});
    }
    QJsonObject entries;
    const auto location = reply.value();
    for (auto entry = location.begin(); entry != location.end(); ++entry) {
        entries[QString::number(entry.key())] = entry.value().toString();
    }
    say({{"location", entries}});
}

void obey(const QString &line)
{
    const auto devices = modemDevices();
    if (line == "show") {
        QJsonArray all;
        for (const auto &device : devices) {
            follow(device->uni());
            all.append(shown(device));
        }
        return say({{"modems", all}});
    }
    if (devices.isEmpty()) {
        return say({{"error", "no modem"}});
    }
    const auto words = line.split(' ');
    if (words[0] == "connect") {
        connectModem(devices.first(), words.value(1));
    } else if (words[0] == "disconnect") {
        disconnectModem(devices.first());
    } else if (words[0] == "locate") {
        locate(devices.first());
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QObject::connect(notifier(), &Notifier::modemAdded, &application, [](const QString &path) {
        follow(path);
        say({{"added", path}});
    });
    QObject::connect(notifier(), &Notifier::modemRemoved, &application, [](const QString &path) {
        say({{"removed", path}});
    });
    QSocketNotifier stdinNotifier(0, QSocketNotifier::Read);
    QObject::connect(&stdinNotifier, &QSocketNotifier::activated, &application, [&application] {
        char line[256];
        if (!std::fgets(line, sizeof line, stdin)) {
            return application.quit();
        }
        obey(QString::fromUtf8(line).trimmed());
    });
    return application.exec();
}
