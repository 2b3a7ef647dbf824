package edition_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"chancery/internal/chronicle"
	"chancery/internal/chronicle/chronicletest"
	"chancery/internal/happening"
	"chancery/internal/record"
)

var shots = os.Getenv("CHANCERY_SHOTS") // a folder for pictures of the page, if any

// browser starts Chromium. Where there is none the test is skipped, unless
// CHANCERY_BROWSER says that one must be there.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		if os.Getenv("CHANCERY_BROWSER") == "required" {
			t.Fatal("no Chromium, and CHANCERY_BROWSER=required")
		}
		t.Skip("no Chromium here")
	}
	opts := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	// The browser lives as long as the context of the first call, which must
	// therefore have no limit.
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	ctx, stop = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stop)
	return ctx
}

func ask[T any](t *testing.T, ctx context.Context, script string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return v
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// pale lists the texts of the page whose contrast against what is behind them is
// below 4.5 to 1 (WCAG 2.2, 1.4.3).
const pale = `(() => {
  const lum = c => {
    const [r, g, b] = c.match(/[\d.]+/g).map(Number).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\)$/.test(c)) return c; } return "rgb(255, 255, 255)"; };
  const out = [];
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const a = lum(getComputedStyle(e).color), b = lum(behind(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) out.push(ratio.toFixed(2) + " " + e.className + ": " + e.textContent.trim().slice(0, 40));
  }
  return out;
})()`

func TestThePageInABrowser(t *testing.T) {
	ctx := browser(t)
	hs := year(t)
	long := strings.Repeat("Unbreakable", 20)
	hs = append(hs, chronicletest.Of(t, happening.Happening{Type: "CONSULT", Mode: "visit", Date: "2024-12-31"},
		chronicletest.Told{Doc: "long", Outlet: long, Published: "2024-12-31", URL: "https://long.example/" + long,
			Actors: []record.Actor{{Name: long, Country: "URY", Kind: record.Person}}, Recipients: []record.Actor{{Name: "Chad", Country: "TCD", Kind: record.State}}}))
	slices.SortStableFunc(hs, chronicle.Compare)
	pageText := write(t, hs, pageOf("html"))
	var mu sync.Mutex
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.URL.Path)
		mu.Unlock()
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, pageText)
	}))
	t.Cleanup(server.Close)

	for _, width := range []int64{390, 320, 1280} {
		do(t, ctx, chromedp.EmulateViewport(width, 844), chromedp.Navigate(server.URL+"/"))
		if w := ask[int64](t, ctx, "document.documentElement.scrollWidth"); w > width {
			t.Errorf("at %d pixels the page is %d wide", width, w)
		}
		if n := ask[int](t, ctx, "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).length"); n > 0 {
			t.Errorf("at %d pixels %d elements reach out of the page", width, n)
		}
		for _, scheme := range []string{"light", "dark"} {
			media(t, ctx, "", scheme)
			if texts := ask[[]string](t, ctx, pale); len(texts) > 0 {
				t.Errorf("at %d pixels, %s, these are pale: %q", width, scheme, texts)
			}
			shot(t, ctx, scheme, width)
		}
		media(t, ctx, "", "light")
	}
	if light, dark := background(t, ctx, "light"), background(t, ctx, "dark"); light == dark {
		t.Errorf("the page is %s in light and in dark", light)
	}
	media(t, ctx, "", "light")

	do(t, ctx, chromedp.EmulateViewport(390, 844))
	for _, id := range []string{"2024-09-10", "e-ev-p1-consult", "month-2024-09"} {
		do(t, ctx, chromedp.Navigate(server.URL+"/#"+id))
		if top := ask[float64](t, ctx, "document.getElementById('"+id+"').getBoundingClientRect().top"); top < -1 || top > 844 {
			t.Errorf("#%s stands at %.0f pixels, out of sight", id, top)
		}
	}
	do(t, ctx, chromedp.Navigate(server.URL+"/"), chromedp.Click(chromedp.CSS("nav a[href='#year-2024']")))
	if hash := ask[string](t, ctx, "location.hash"); hash != "#year-2024" {
		t.Errorf("the contents lead to %q", hash)
	}
	if open := ask[bool](t, ctx, "(() => { const d = document.querySelector('details'); d.querySelector('summary').click(); return d.open; })()"); !open {
		t.Error("the other sources do not unfold")
	}

	media(t, ctx, "print", "dark")
	if shown := ask[bool](t, ctx, "getComputedStyle(document.querySelector('nav')).display !== 'none'"); shown {
		t.Error("the contents are printed, where they lead nowhere")
	}
	if bg := ask[string](t, ctx, "getComputedStyle(document.body).backgroundColor"); bg != "rgb(255, 255, 255)" {
		t.Errorf("paper is printed %s", bg)
	}
	if texts := ask[[]string](t, ctx, pale); len(texts) > 0 {
		t.Errorf("in print these are pale: %q", texts)
	}
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF())
	if err != nil || len(pdf) < 1000 {
		t.Errorf("a print of %d bytes, %v", len(pdf), err)
	}
	mu.Lock()
	defer mu.Unlock()
	for _, path := range asked {
		if path != "/" && path != "/favicon.ico" {
			t.Errorf("the page asks for %s", path)
		}
	}
}

// media emulates a medium and a colour scheme.
func media(t *testing.T, ctx context.Context, medium, scheme string) {
	t.Helper()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func background(t *testing.T, ctx context.Context, scheme string) string {
	t.Helper()
	media(t, ctx, "", scheme)
	return ask[string](t, ctx, "getComputedStyle(document.body).backgroundColor")
}

// shot keeps a picture for the eye.
func shot(t *testing.T, ctx context.Context, scheme string, width int64) {
	t.Helper()
	if shots == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(shots, fmt.Sprintf("%s-%d.png", scheme, width)), png, 0o644); err != nil {
		t.Fatal(err)
	}
}
