package fetch

import (
	"fmt"
	"net/netip"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"
)

// guard refuses connections to what is not the public web: loopback, private and
// link-local networks (where clouds keep their credentials), carrier NAT,
// multicast, and every other special range of IANA's registries, in IPv4, in
// IPv6 and as IPv4 inside IPv6. It is asked with the address that is dialled, so
// neither a redirect nor a name that resolves anew gets around it.
type guard struct {
	public *ssrf.Guardian
	allow  []netip.Prefix
}

func newGuard(allow []netip.Prefix) guard {
	return guard{public: ssrf.New(ssrf.WithPorts(80, 443, 8080, 8443)), allow: allow}
}

// control is a net.Dialer's Control.
func (g guard) control(network, address string, c syscall.RawConn) error {
	if ap, err := netip.ParseAddrPort(address); err == nil && g.allowed(ap.Addr()) {
		return nil
	}
	if err := g.public.Safe(network, address, c); err != nil {
		return fmt.Errorf("%w: %v", ErrGuard, err)
	}
	return nil
}

// nat64 is where an IPv6 network keeps the IPv4 internet (RFC 6052).
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

func (g guard) allowed(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, p := range g.allow {
		if !p.Contains(a) {
			continue
		}
		if !nat64.Contains(a) {
			return true
		}
		// Whoever allows the translation allows the public web behind it, and not
		// what else can be written in its last four bytes.
		b := a.As16()
		inner := netip.AddrFrom4([4]byte(b[12:]))
		return g.allowed(inner) || g.public.SafeAddr(inner) == nil
	}
	return false
}

// literal refuses a host that is written as a number, or that names this
// machine, before anything is asked of a proxy or of the DNS.
func (g guard) literal(host string) error {
	a, err := netip.ParseAddr(host)
	if err != nil {
		h := strings.TrimSuffix(strings.ToLower(host), ".")
		if h != "localhost" && !strings.HasSuffix(h, ".localhost") {
			return nil
		}
		a = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	if g.allowed(a) {
		return nil
	}
	if err := g.public.SafeAddr(a.WithZone("")); err != nil {
		return fmt.Errorf("%w: %v", ErrGuard, err)
	}
	return nil
}
