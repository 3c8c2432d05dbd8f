# zte-modem. "make" alone lists what there is to make.
#
# Everything is built by SwiftPM; this file knows the programs, the flags and where files go on a system.

PROGRAMS := zte-modemd zte-client zte-emulator zte-pppd zte-step
BUILD ?= .build/release
STAGE ?= .build/stage

# The Swift runtime is linked in: the programs need no Swift on the machine they run on.
# Nothing loads these programs as libraries, so no symbol need be exported, which gold cannot be told; and of libstdc++,
# which the Swift runtime uses, only little is needed. Together that is a megabyte and a half less memory for the daemon.
LINKS := $(CURDIR)/.build/link
SWIFT_BUILD := swift build -c release --static-swift-stdlib --explicit-target-dependency-import-check error \
	-Xswiftc -use-ld=lld -Xlinker --no-export-dynamic -Xswiftc -L$(LINKS)
ifdef STRICT
SWIFT_BUILD += -Xswiftc -warnings-as-errors
endif

# --- Where "make install" puts things ---------------------------------------------------------------------------------

DESTDIR ?=
PREFIX ?= /usr
BINDIR ?= $(PREFIX)/bin
LIBEXECDIR ?= $(PREFIX)/libexec
DOCDIR ?= $(PREFIX)/share/doc/zte-modem
# What the bus, systemd, udev, polkit and the daemon read in fixed places goes there, whatever PREFIX is.
SYSTEM ?= /usr
# STRIP=1 leaves out symbols, which are most of a program's size.
STRIP ?=

EXAMPLES := examples/README.md examples/shell/zte-connect examples/python/zte-connect.py examples/swift/Program.swift \
	examples/applet/zte-applet examples/applet/tray.py \
	examples/messages/zte-sms-actions examples/messages/zte-sms-actions.service

INSTALL_PROGRAM := install -m 0755 $(if $(STRIP),-s)
INSTALL_FILE := install -m 0644
# The daemon's folder, in files that name it.
RELOCATE := sed -e 's|/usr/libexec/zte-modemd|$(LIBEXECDIR)/zte-modemd|g'

.PHONY: help
help: ## this list (the default)
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- Building ---------------------------------------------------------------------------------------------------------

.PHONY: setup
setup: ## installs what is missing to build and test (asks apt; nothing happens if all is there)
	scripts/setup build test vm

.PHONY: build
build: ## the programs, optimised, in .build/release
	@# The archive alone in a folder that the linker looks into first; without it the library is linked as usual.
	@mkdir -p $(LINKS); archive=$$(clang -print-file-name=libstdc++.a 2>/dev/null || true); \
	case $$archive in /*) ln -sf "$$archive" $(LINKS)/ ;; esac
	@# One at a time: SwiftPM builds only the last --product of several.
	@for program in $(PROGRAMS); do $(SWIFT_BUILD) --product $$program || exit 1; done

.PHONY: programs
programs: $(PROGRAMS:%=$(BUILD)/%)

.PHONY: clean
clean: ## removes what was built; the image of the virtual machine in .cache stays
	rm -rf .build

# --- Trying and testing -----------------------------------------------------------------------------------------------

.PHONY: demo
demo: ## plugs a virtual stick into a real Linux in a virtual machine, and connects
	scripts/setup build test vm
	$(MAKE) --no-print-directory stage
	scripts/vm-run --timeout 600 --stage $(STAGE) --share tests=Tests/Kernel -- \
		env PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 python3 /mnt/tests/demo.py

.PHONY: test
test: ## all tests; ends with one line of totals
	scripts/setup build test vm packages
	scripts/test all

.PHONY: test-fast
test-fast: ## all tests but those in the virtual machine
	scripts/setup build test
	scripts/test fast

.PHONY: test-kernel
test-kernel: ## the tests in the virtual machine alone
	scripts/setup build test vm
	scripts/test kernel

.PHONY: test-long
test-long: ## test-kernel, with the stories that take their time: about an hour
	scripts/setup build test vm
	scripts/test long

.PHONY: test-debian13
test-debian13: ## stories of NetworkManager, mmcli and the main way in a guest of Debian 13: a quarter of an hour
	scripts/setup build test vm
	scripts/test debian13

.PHONY: test-packages
test-packages: ## the Debian packages in the virtual machine: installed, upgraded during a call, removed, purged
	scripts/setup build vm packages
	$(MAKE) --no-print-directory build
	scripts/test packages

.PHONY: test-full
test-full: ## test, with the stories that take their time, sanitizers and coverage: two hours or more
	scripts/setup build test vm packages examples
	scripts/test full

.PHONY: fuzz
fuzz: ## gives the parsers bytes that libFuzzer makes up, an hour each; ZTE_PARSER_SECONDS=60 for a minute
	scripts/setup build test
	ZTE_PARSER_SECONDS=$${ZTE_PARSER_SECONDS:-3600} scripts/test fuzz

.PHONY: coverage
coverage: ## which lines the tests run, per target, and which they should but do not
	scripts/setup build test
	scripts/test coverage

.PHONY: mutants
mutants: ## changes the AT parser in a hundred places; each has to fail a test
	scripts/setup build test
	scripts/test mutants

.PHONY: soak
soak: ## the tests in the virtual machine, each state left a hundred times by pulling the stick out; an hour or two
	scripts/setup build test vm
	scripts/test soak

.PHONY: bench
bench: ## measures, in the virtual machine, this and the usual programs; RUNS=1 for a try (CONTRIBUTING.md)
	scripts/setup build vm
	$(MAKE) --no-print-directory stage
	scripts/bench $(STAGE)

.PHONY: bench-dbus
bench-dbus: ## measures calls over D-Bus beside a least service in C, and in the virtual machine beside ModemManager
	scripts/setup build test vm bench
	$(MAKE) --no-print-directory stage
	scripts/bench-dbus native
	scripts/bench-dbus vm $(STAGE)

.PHONY: bench-messages
bench-messages: ## measures the safe-box of messages: decoding beside gammu, ten thousand stored ones, a burst
	scripts/setup build test
	$(MAKE) --no-print-directory build
	scripts/bench-messages

.PHONY: lint
lint: ## format, architecture, XML, shell, Python, unit
	scripts/setup build test
	@# All of them, so that one run shows all there is to do.
	@status=0; for check in format-check check-architecture check-files; do \
		echo "== $$check"; scripts/$$check || status=1; \
	done; exit $$status

.PHONY: format
format: ## rewrites the Swift files in the project's format
	swift format -i -r -p --configuration .swift-format Package.swift Sources Tests examples

.PHONY: picture
picture: ## takes docs/images/applet.png anew, of the applet on a display without a screen
	scripts/setup test examples
	scripts/test examples
	cp .build/test-results/pictures/applet-connected.png docs/images/applet.png

.PHONY: desktop-pictures
desktop-pictures: ## takes the other pictures in docs/images anew, of desktop programs in the virtual machine
	scripts/setup build test vm
	$(MAKE) --no-print-directory stage
	scripts/vm-run --timeout 600 --stage $(STAGE) --share tests=Tests/Kernel --share pictures=docs/images:rw -- \
		env PYTHONDONTWRITEBYTECODE=1 ZTE_PICTURES=/mnt/pictures python3 -m pytest -p no:cacheprovider -q \
		/mnt/tests/test_desktop.py

.PHONY: tutorial
tutorial: ## plays docs/tutorial.md in the virtual machine, and writes the answers anew
	scripts/setup build test vm
	$(MAKE) --no-print-directory stage
	scripts/vm-run --timeout 600 --stage $(STAGE) --share tests=Tests/Kernel --share docs=docs -- \
		env PYTHONDONTWRITEBYTECODE=1 python3 /mnt/tests/tutorial.py /mnt/docs/tutorial.md >.build/tutorial.md
	mv .build/tutorial.md docs/tutorial.md

.PHONY: api
api: ## writes dbus/introspection and docs/dbus-api.md anew from the declarations in Sources/ModemAPI
	ZTE_UPDATE_API=1 SWIFT_BACKTRACE=enable=no swift test --disable-xctest --filter ModemAPITests </dev/null

.PHONY: man
man: ## writes man/ anew from what the programs and docs/dbus-api.md say; zte-modemd.8 and zte-modem.conf.5 are written by hand
	swift build --product zte-client
	swift build --product zte-emulator
	scripts/man-pages

.PHONY: rules
rules: ## writes udev/*.rules anew from data/devices
	ZTE_UPDATE_RULES=1 SWIFT_BACKTRACE=enable=no swift test --disable-xctest --filter UdevRulesTests </dev/null

# --- Installing -------------------------------------------------------------------------------------------------------

# Programs are built if they are not there, and not looked at again: root, who installs, need not have Swift.
$(PROGRAMS:%=$(BUILD)/%):
	$(MAKE) --no-print-directory build

.PHONY: install
install: $(PROGRAMS:%=$(BUILD)/%) ## puts everything below DESTDIR; PREFIX=/usr, STRIP=1 to leave out symbols
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBEXECDIR)/zte-modem
	$(INSTALL_PROGRAM) $(BUILD)/zte-modemd $(DESTDIR)$(LIBEXECDIR)/
	$(INSTALL_PROGRAM) $(BUILD)/zte-client $(DESTDIR)$(BINDIR)/
	$(INSTALL_PROGRAM) $(BUILD)/zte-emulator $(DESTDIR)$(LIBEXECDIR)/zte-modem/

	install -d $(DESTDIR)$(SYSTEM)/libexec/zte-modem
	install -m 0755 libexec/ppp-up libexec/ppp-down libexec/ppp-names libexec/hand-over $(DESTDIR)$(SYSTEM)/libexec/zte-modem/
	$(INSTALL_PROGRAM) $(BUILD)/zte-pppd $(BUILD)/zte-step $(DESTDIR)$(SYSTEM)/libexec/zte-modem/

	install -d $(DESTDIR)$(SYSTEM)/share/dbus-1/system.d $(DESTDIR)$(SYSTEM)/share/dbus-1/system-services \
		$(DESTDIR)$(SYSTEM)/share/dbus-1/interfaces
	$(INSTALL_FILE) dbus/org.ztemodem1.conf $(DESTDIR)$(SYSTEM)/share/dbus-1/system.d/
	$(RELOCATE) dbus/org.ztemodem1.service >$(DESTDIR)$(SYSTEM)/share/dbus-1/system-services/org.ztemodem1.service
	chmod 0644 $(DESTDIR)$(SYSTEM)/share/dbus-1/system-services/org.ztemodem1.service
	$(INSTALL_FILE) dbus/introspection/*.xml $(DESTDIR)$(SYSTEM)/share/dbus-1/interfaces/

	install -d $(DESTDIR)$(SYSTEM)/lib/systemd/system $(DESTDIR)$(SYSTEM)/lib/sysusers.d \
		$(DESTDIR)$(SYSTEM)/lib/udev/rules.d $(DESTDIR)$(SYSTEM)/share/polkit-1/actions
	@# Where it is there already polkitd owns it, alone.
	[ -d $(DESTDIR)$(SYSTEM)/share/polkit-1/rules.d ] || install -d $(DESTDIR)$(SYSTEM)/share/polkit-1/rules.d
	$(RELOCATE) systemd/zte-modemd.service >$(DESTDIR)$(SYSTEM)/lib/systemd/system/zte-modemd.service
	chmod 0644 $(DESTDIR)$(SYSTEM)/lib/systemd/system/zte-modemd.service
	$(INSTALL_FILE) systemd/zte-pppd@.service systemd/zte-step@.service $(DESTDIR)$(SYSTEM)/lib/systemd/system/
	$(INSTALL_FILE) sysusers/zte-modem.conf $(DESTDIR)$(SYSTEM)/lib/sysusers.d/
	$(INSTALL_FILE) udev/60-zte-modem.rules udev/61-zte-modem-takeover.rules $(DESTDIR)$(SYSTEM)/lib/udev/rules.d/
	$(INSTALL_FILE) polkit/org.ztemodem1.policy $(DESTDIR)$(SYSTEM)/share/polkit-1/actions/
	$(INSTALL_FILE) polkit/60-zte-modem.rules $(DESTDIR)$(SYSTEM)/share/polkit-1/rules.d/

	install -d $(DESTDIR)/etc/zte-modem
	$(INSTALL_FILE) data/zte-modem.conf $(DESTDIR)/etc/zte-modem/
	install -d -m 0700 $(DESTDIR)/etc/zte-modem/profiles
	install -d $(DESTDIR)$(SYSTEM)/share/zte-modem/devices
	$(INSTALL_FILE) data/devices/*.conf $(DESTDIR)$(SYSTEM)/share/zte-modem/devices/

	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(INSTALL_FILE) completions/zte-client.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/zte-client
	$(INSTALL_FILE) completions/_zte-client $(DESTDIR)$(PREFIX)/share/zsh/site-functions/
	$(INSTALL_FILE) completions/zte-client.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/

	for page in man/*.[158]; do install -D -m 0644 $$page \
		$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/} || exit 1; done

	@# As in the sources, so that links from one to another lead somewhere.
	install -d $(DESTDIR)$(DOCDIR)/docs/decisions
	$(INSTALL_FILE) README.md CHANGELOG.md CONTRIBUTING.md LICENSE $(DESTDIR)$(DOCDIR)/
	$(INSTALL_FILE) docs/*.md $(DESTDIR)$(DOCDIR)/docs/
	$(INSTALL_FILE) docs/decisions/*.md $(DESTDIR)$(DOCDIR)/docs/decisions/
	install -d $(DESTDIR)$(DOCDIR)/docs/images
	$(INSTALL_FILE) docs/images/*.png $(DESTDIR)$(DOCDIR)/docs/images/
	for file in $(EXAMPLES); do \
		install -D -m $$(test -x $$file && echo 0755 || echo 0644) $$file $(DESTDIR)$(DOCDIR)/$$file || exit 1; done
	$(INSTALL_FILE) polkit/50-zte-modem-group.rules.example systemd/as-root.conf.example $(DESTDIR)$(DOCDIR)/

# The setting is a link: what is installed may be removed, and what is in /etc is a person's.
.PHONY: install-modemmanager
install-modemmanager: ## has the sticks shown as ModemManager's, too, after install: docs/modemmanager.md
	install -d $(DESTDIR)$(SYSTEM)/share/zte-modem $(DESTDIR)$(SYSTEM)/share/dbus-1/system.d \
		$(DESTDIR)$(SYSTEM)/lib/systemd/system/zte-modemd.service.d \
		$(DESTDIR)$(SYSTEM)/lib/systemd/system/ModemManager.service.d $(DESTDIR)/etc/zte-modem/conf.d
	$(INSTALL_FILE) data/modemmanager.conf $(DESTDIR)$(SYSTEM)/share/zte-modem/
	$(INSTALL_FILE) dbus/org.ztemodem1.modemmanager.conf $(DESTDIR)$(SYSTEM)/share/dbus-1/system.d/
	$(INSTALL_FILE) systemd/modemmanager.conf $(DESTDIR)$(SYSTEM)/lib/systemd/system/zte-modemd.service.d/
	$(INSTALL_FILE) systemd/ModemManager.service.d/zte-modem.conf \
		$(DESTDIR)$(SYSTEM)/lib/systemd/system/ModemManager.service.d/
	ln -sf $(SYSTEM)/share/zte-modem/modemmanager.conf $(DESTDIR)/etc/zte-modem/conf.d/

.PHONY: deb
deb: ## Debian packages of it, in .build/deb
	scripts/setup build packages
	$(MAKE) --no-print-directory build
	scripts/deb

.PHONY: stage
stage: build ## the tree "make install" makes, in .build/stage, for the virtual machine
	rm -rf $(STAGE)
	$(MAKE) --no-print-directory install install-modemmanager DESTDIR=$(STAGE) STRIP=1
	@# What has it in force is put there by the stories that are about it.
	rm $(STAGE)/etc/zte-modem/conf.d/modemmanager.conf
