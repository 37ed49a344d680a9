"""Draws the sample pictures beside this file: four fields of one colour each.

Needs Pillow 13 and pillow-heif: python make_samples.py
"""
from pathlib import Path

import pillow_heif
from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent
WIDTH, HEIGHT = 48, 32
RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 60), (30, 60, 200), (230, 200, 40)


def draw(mode="RGB", colors=(RED, GREEN, BLUE, YELLOW)):
    picture = Image.new(mode, (WIDTH, HEIGHT), colors[0])
    pen = ImageDraw.Draw(picture)
    x, y = WIDTH // 2, HEIGHT // 2
    pen.rectangle([x, 0, WIDTH - 1, y - 1], fill=colors[1])
    pen.rectangle([0, y, x - 1, HEIGHT - 1], fill=colors[2])
    pen.rectangle([x, y, WIDTH - 1, HEIGHT - 1], fill=colors[3])
    return picture


def draw_ycck():
    """CMYK as YCCK stores it: the inks' luma and chroma; the file's marker is changed to say so."""
    inks = [tuple(255 - value for value in color) for color in (RED, GREEN, BLUE, YELLOW)]
    luma_chroma = draw(colors=inks).convert("YCbCr").split()
    planes = [plane.point(lambda value: 255 - value) for plane in luma_chroma]
    return Image.merge("CMYK", [*planes, Image.new("L", (WIDTH, HEIGHT), 0)])


pillow_heif.register_heif_opener()
rgb, red_page = draw(), Image.new("RGB", (WIDTH, HEIGHT), RED)
rgba = draw("RGBA", [(*RED, 255), (*GREEN, 255), (*BLUE, 255), (*YELLOW, 0)])
palette = rgb.quantize(4)
turned = Image.Exif()
turned[0x0112] = 6
on_its_side = rgb.transpose(Image.Transpose.ROTATE_90)

rgb.save(FOLDER / "lossy.webp", quality=90)
rgba.save(FOLDER / "transparent.webp", lossless=True)
rgb.save(FOLDER / "animated.webp", lossless=True, save_all=True, append_images=[red_page])
on_its_side.save(FOLDER / "turned.webp", lossless=True, exif=turned.tobytes())
palette.save(FOLDER / "palette.gif")
palette.save(FOLDER / "interlaced.gif", interlace=1)
palette.save(FOLDER / "animated.gif", save_all=True, append_images=[red_page])
rgb.save(FOLDER / "rgb.bmp")
palette.save(FOLDER / "palette.bmp")
for compression in ["raw", "tiff_lzw", "tiff_deflate", "packbits"]:
    rgb.save(FOLDER / f"{compression}.tif", compression=compression)
rgb.save(FOLDER / "jpeg.tif", compression="jpeg", quality=90)
rgb.convert("CMYK").save(FOLDER / "cmyk.tif", compression="tiff_deflate")
rgb.save(FOLDER / "pages.tif", compression="tiff_lzw", save_all=True, append_images=[red_page])
on_its_side.save(FOLDER / "turned.tif", compression="tiff_lzw", exif=turned)
draw("1", [1, 0, 0, 1]).save(FOLDER / "fax.tif", compression="group4")
rgb.save(FOLDER / "rgb.avif", quality=90)
rgba.save(FOLDER / "transparent.avif", quality=90)
on_its_side.save(FOLDER / "turned.avif", quality=90, exif=turned.tobytes())
rgb.save(FOLDER / "rgb.heic", quality=90)
on_its_side.save(FOLDER / "turned.heic", quality=90, exif=turned.tobytes())
rgb.save(FOLDER / "progressive.jpg", quality=95, progressive=True)
draw("L", [200, 60, 120, 20]).save(FOLDER / "grey.jpg", quality=95)
rgb.convert("CMYK").save(FOLDER / "cmyk.jpg", quality=95)
draw_ycck().save(FOLDER / "ycck.jpg", quality=95)
ycck = bytearray((FOLDER / "ycck.jpg").read_bytes())
ycck[ycck.index(b"Adobe") + 11] = 2
(FOLDER / "ycck.jpg").write_bytes(ycck)
